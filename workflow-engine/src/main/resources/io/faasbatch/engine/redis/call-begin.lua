-- Begins what a call needs next, when it is still its owner's: an attempt, or a delivery of its callback once it has ended. Answers nothing when it is not, else
-- the phase ('call', 'callback'), and how many attempts, failures and deliveries there were, with this one; its callback; and '1' when it is to be cancelled,
-- which begins no attempt.
-- KEYS: 1 call. ARGV: 1 token
local known = redis.call('HMGET', KEYS[1], 'token', 'phase', 'cancel', 'callback')
if known[1] ~= ARGV[1] then
  return {}
end
local phase = known[2] or 'call'
if phase == 'callback' then
  redis.call('HINCRBY', KEYS[1], 'deliveries', 1)
elseif not known[3] then
  redis.call('HINCRBY', KEYS[1], 'attempt', 1)
end
local counts = redis.call('HMGET', KEYS[1], 'attempt', 'failures', 'deliveries')
return { phase, counts[1] or '0', counts[2] or '0', counts[3] or '0', known[4] or '', known[3] and '1' or '0' }
