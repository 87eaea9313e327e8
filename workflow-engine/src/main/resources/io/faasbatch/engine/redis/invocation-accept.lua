-- Accepts an asynchronous call: writes its pending record and its input, and makes it due; or answers the id that an earlier call with the same idempotency key
-- was given. Done twice for one id, it changes nothing. The keys get their expiry when the call is done.
-- KEYS: 1 record, 2 input, 3 due work, 4 idempotency key, 5 its claims
-- ARGV: 1 id, 2 how long the idempotency key is kept in ms (0: there is none), 3 record, 4 input, 5 channel of due work
local id, lifetime = ARGV[1], tonumber(ARGV[2])
if lifetime > 0 then
  local earlier = redis.call('GET', KEYS[4])
  if earlier then
    return earlier
  end
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return id
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], ARGV[4])
redis.call('HSET', KEYS[5], 'token', 0)
if lifetime > 0 then
  redis.call('SET', KEYS[4], id, 'PX', lifetime)
end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[3], time[1] * 1000 + math.floor(time[2] / 1000), 'i:' .. id)
redis.call('PUBLISH', ARGV[5], 'i')
return id
