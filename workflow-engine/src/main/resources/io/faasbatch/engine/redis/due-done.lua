-- Removes a finished call, when it is still its owner's. Its input and its claims go too, and its record gets an expiry in case that it has none yet.
-- Answers 1 when it was.
-- KEYS: 1 due work, 2 claims, 3 input, 4 record. ARGV: 1 member, 2 token, 3 retention in ms
if redis.call('HGET', KEYS[2], 'token') ~= ARGV[2] then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2], KEYS[3])
if redis.call('PTTL', KEYS[4]) == -1 then
  redis.call('PEXPIRE', KEYS[4], ARGV[3])
end
return 1
