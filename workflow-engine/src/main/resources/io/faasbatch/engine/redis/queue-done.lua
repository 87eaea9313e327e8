-- Removes a finished item. For a call its input goes too, and its record gets an expiry in case that it has none yet.
-- KEYS: 1 queue, and for a call 2 its input, 3 its record. ARGV: 1 group, 2 receipt, 3 retention in ms
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
if KEYS[2] then
  redis.call('DEL', KEYS[2])
  if redis.call('PTTL', KEYS[3]) == -1 then
    redis.call('PEXPIRE', KEYS[3], ARGV[3])
  end
end
return 1
