-- Asks for a call to be cancelled: its owner hears of it with its next renewal; without an owner it is due at once. Answers 1; 0 when there is no such call, or
-- it has ended.
-- KEYS: 1 due work, 2 call. ARGV: 1 id, 2 channel of due work
local known = redis.call('HMGET', KEYS[2], 'token', 'phase', 'owner')
if not known[1] or known[2] == 'callback' or not redis.call('ZSCORE', KEYS[1], 'i:' .. ARGV[1]) then
  return 0
end
redis.call('HSET', KEYS[2], 'cancel', '1')
if not known[3] then
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), 'i:' .. ARGV[1])
  redis.call('PUBLISH', ARGV[2], 'i')
end
return 1
