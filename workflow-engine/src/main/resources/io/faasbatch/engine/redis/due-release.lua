-- Makes claimed work due at once, when it is still its owner's. Answers 1 when it was.
-- KEYS: 1 due work, 2 what holds the token. ARGV: 1 member, 2 token, 3 channel of due work
local known = redis.call('HMGET', KEYS[2], 'token', 'endedAt')
if known[1] ~= ARGV[2] or known[2] then
  return 0
end
redis.call('HDEL', KEYS[2], 'owner')
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
redis.call('PUBLISH', ARGV[3], 'x')
return 1
