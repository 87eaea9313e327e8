-- Accepts an execution: writes its state, lists it and makes it due; or answers the id that an earlier call with the same idempotency key was given.
-- Done twice for one id, as after a lost connection, it changes nothing.
-- KEYS: 1 execution, 2 due work, 3 idempotency key, 4 names of large values, 5-8 lists
-- ARGV: 1 id, 2 how long the idempotency key is kept in ms (0: there is none), 3 member of the lists, 4 prefix of the keys of large values,
--       5 channel of due work, 6 count n of what follows: n names and values of fields, then names and large values, or the keys of values
--       that were written before, with a '!' before them
local id, lifetime, member, prefix, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], tonumber(ARGV[6])
if lifetime > 0 then
  local earlier = redis.call('GET', KEYS[3])
  if earlier then
    return earlier
  end
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return id
end
for i = 7 + count, #ARGV, 2 do
  if string.sub(ARGV[i], 1, 1) == '!' then
    redis.call('PERSIST', string.sub(ARGV[i], 2))
  else
    redis.call('SET', prefix .. ARGV[i], ARGV[i + 1])
  end
  redis.call('SADD', KEYS[4], ARGV[i])
end
redis.call('HSET', KEYS[1], unpack(ARGV, 7, 6 + count))
for i = 5, 8 do
  redis.call('ZADD', KEYS[i], 0, member)
end
if lifetime > 0 then
  redis.call('SET', KEYS[3], id, 'PX', lifetime)
end
local time = redis.call('TIME')
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), 'x:' .. id)
redis.call('PUBLISH', ARGV[5], 'x')
return id
