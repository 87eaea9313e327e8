-- Asks something of an execution. One without an owner is due at once, or never while it is paused; an owner is told.
-- Answers the status before, or '' for an unknown execution. One that has ended stays as it is.
-- KEYS: 1 execution, 2 due work. ARGV: 1 id, 2 CANCEL, PAUSE or RESUME, 3 time of the request in ms, 4 channel of requests, 5 channel of due work
local execution, id, request, at = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local known = redis.call('HMGET', execution, 'status', 'owner', 'cancel', 'pausedAt', 'deadline')
local status, owner, cancel, paused, deadline = known[1], known[2], known[3], known[4], known[5]
if not status then
  return ''
end
if status ~= 'PENDING' and status ~= 'RUNNING' then
  return status
end
if request == 'CANCEL' then
  redis.call('HSET', execution, 'cancel', '1')
elseif request == 'PAUSE' then
  if paused then
    return status
  end
  redis.call('HSET', execution, 'pausedAt', ARGV[3])
else
  if not paused then
    return status
  end
  redis.call('HDEL', execution, 'pausedAt')
  if deadline then
    redis.call('HINCRBY', execution, 'deadline', math.max(0, at - tonumber(paused)))
  end
end
if owner then
  redis.call('PUBLISH', ARGV[4], id)
elseif request == 'PAUSE' and not cancel then
  redis.call('ZADD', KEYS[2], '+inf', 'x:' .. id)
else
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), 'x:' .. id)
  redis.call('PUBLISH', ARGV[5], 'x')
end
return status
