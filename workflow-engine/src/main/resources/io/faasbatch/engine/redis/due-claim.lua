-- Claims what is due, the longest due first: makes it due again after the lease, and its fencing token larger. What is no longer there leaves the due work.
-- Answers in how many ms the next is due (-1: none ever), then member and token of each; token 0 for a member that is no work.
-- KEYS: 1 due work. ARGV: 1 most, 2 lease in ms, 3 worker
local due = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local claimed = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local kind, id, key = string.sub(member, 1, 2), string.sub(member, 3), nil
  if kind == 'x:' then
    key = 'fb:{' .. id .. '}:execution'
  elseif kind == 'i:' then
    key = 'fb:invocation:' .. id .. ':call'
  end
  if key and redis.call('EXISTS', key) == 0 then
    redis.call('ZREM', due, member)
  else
    local token = 0
    if key then
      token = redis.call('HINCRBY', key, 'token', 1)
      redis.call('HSET', key, 'owner', ARGV[3])
    end
    redis.call('ZADD', due, now + tonumber(ARGV[2]), member)
    claimed[#claimed + 1] = member
    claimed[#claimed + 1] = string.format('%d', token)
  end
end
local next = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
local pause = '-1'
if next[2] and next[2] ~= 'inf' then
  pause = string.format('%d', math.max(0, math.ceil(tonumber(next[2]) - now)))
end
return { pause, unpack(claimed) }
