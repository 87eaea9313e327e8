-- Accepts an asynchronous call: writes its pending record, its input and what is known of it as a call, and makes it due; or answers the id that an earlier
-- call with the same idempotency key was given. Done twice for one id, it changes nothing. The keys get their expiry with the call's end.
-- KEYS: 1 record, 2 input, 3 due work, 4 idempotency key, 5 call
-- ARGV: 1 id, 2 how long the idempotency key is kept in ms (0: there is none), 3 record, 4 input, 5 channel of due work, 6 callback (empty: none)
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
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], ARGV[3])
redis.call('SET', KEYS[2], ARGV[4])
redis.call('HSET', KEYS[5], 'token', 0, 'attempt', 0, 'failures', 0, 'deliveries', 0, 'acceptedAt', string.format('%d', now))
if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[5], 'callback', ARGV[6])
end
if lifetime > 0 then
  redis.call('SET', KEYS[4], id, 'PX', lifetime)
end
redis.call('ZADD', KEYS[3], now, 'i:' .. id)
redis.call('PUBLISH', ARGV[5], 'i')
return id
