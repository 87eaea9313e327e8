-- Forgets a dead letter; the record of what happened stays for its retention. Answers 1, or 0 when there is none.
-- KEYS: 1 dead letters, 2 this dead letter, 3 call, 4 input, 5... what is left of the call. ARGV: 1 retention in ms
local letter = redis.call('HMGET', KEYS[2], 'function', 'listed')
if not letter[2] then
  return 0
end
redis.call('ZREM', KEYS[1], letter[2])
redis.call('ZREM', KEYS[1] .. ':function:' .. letter[1], letter[2])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
for i = 5, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[1])
end
return 1
