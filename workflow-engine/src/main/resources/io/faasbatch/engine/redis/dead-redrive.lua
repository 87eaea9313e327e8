-- Makes a dead letter work again, under the same id: a call whose attempts and failures begin anew (their number goes on), or a callback that is delivered again.
-- Answers 1; 0 when there is no such dead letter, as when it was redriven before; -1 when what belongs to it is gone.
-- KEYS: 1 due work, 2 dead letters, 3 this dead letter, 4 call, 5 record, 6 input, 7 output, 8 logs. ARGV: 1 channel of due work, 2 record (pending again)
local letter = redis.call('HMGET', KEYS[3], 'work', 'kind', 'function', 'listed')
if not letter[1] then
  return 0
end
if redis.call('EXISTS', KEYS[4], KEYS[5], KEYS[6]) ~= 3 then
  return -1
end
redis.call('ZREM', KEYS[2], letter[4])
redis.call('ZREM', KEYS[2] .. ':function:' .. letter[3], letter[4])
redis.call('DEL', KEYS[3])
for i = 4, 8 do
  redis.call('PERSIST', KEYS[i])
end
if letter[2] == 'callback' then
  redis.call('HSET', KEYS[4], 'deliveries', 0)
else
  redis.call('HSET', KEYS[4], 'failures', 0, 'deliveries', 0, 'phase', 'call')
  redis.call('HDEL', KEYS[4], 'cancel')
  redis.call('DEL', KEYS[7], KEYS[8])
  if ARGV[2] ~= '' then
    redis.call('SET', KEYS[5], ARGV[2])
  end
end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), letter[1])
redis.call('PUBLISH', ARGV[1], 'i')
return 1
