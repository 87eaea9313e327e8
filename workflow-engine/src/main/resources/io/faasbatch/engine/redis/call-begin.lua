-- Begins what a call needs next, when it is still its owner's: an attempt, or a delivery of its callback once it has ended. Answers nothing when it is not, else
-- the phase ('call', 'callback'), and how many attempts, failures and deliveries there were, with this one; its callback; '1' when it is to be cancelled; and
-- how many claims in a row began an attempt and said nothing more. Of a call that is to be cancelled, or was lost too often, no attempt is begun.
-- KEYS: 1 call. ARGV: 1 token, 2 most lost claims
local known = redis.call('HMGET', KEYS[1], 'token', 'phase', 'cancel', 'callback', 'silent')
if known[1] ~= ARGV[1] then
  return {}
end
local phase, silent = known[2] or 'call', tonumber(known[5] or '0')
if phase == 'callback' then
  redis.call('HINCRBY', KEYS[1], 'deliveries', 1)
elseif not known[3] and silent < tonumber(ARGV[2]) then
  redis.call('HINCRBY', KEYS[1], 'attempt', 1)
  redis.call('HINCRBY', KEYS[1], 'silent', 1)
end
local counts = redis.call('HMGET', KEYS[1], 'attempt', 'failures', 'deliveries')
return { phase, counts[1] or '0', counts[2] or '0', counts[3] or '0', known[4] or '', known[3] and '1' or '0', tostring(silent) }
