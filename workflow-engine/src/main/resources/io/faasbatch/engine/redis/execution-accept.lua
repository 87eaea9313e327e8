-- Accepts an execution: writes its state, lists it and queues it; or answers the id that an earlier call with the same idempotency key was given.
-- Done twice for one id, as after a lost connection, it changes nothing.
-- KEYS: 1 execution, 2 queue, 3 idempotency key, 4-7 lists, 8... keys of large values
-- ARGV: 1 id, 2 how long the idempotency key is kept in ms (0: there is none), 3 member of the lists, 4 count n of what follows: n names and values of
--       fields, then the large values
local id, lifetime, member, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
if lifetime > 0 then
  local earlier = redis.call('GET', KEYS[3])
  if earlier then
    return earlier
  end
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return id
end
for i = 8, #KEYS do
  redis.call('SET', KEYS[i], ARGV[4 + count + i - 7])
end
for i = 5, 4 + count, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
for i = 4, 7 do
  redis.call('ZADD', KEYS[i], 0, member)
end
if lifetime > 0 then
  redis.call('SET', KEYS[3], id, 'PX', lifetime)
end
redis.call('XADD', KEYS[2], '*', 'kind', 'execution', 'id', id)
return id
