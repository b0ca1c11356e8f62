-- For wrk: sends the bodies of a file in turn, and prints what came of it as a line of JSON.
-- WRK_BODIES: a file of bodies, each after a line with its length and, after a blank, a header of its own if it has
-- one; without it: GET. WRK_HEADERS: lines "Name: value".
local requests, at = {}, 0

function init()
  local headers = {}
  for name, value in (os.getenv("WRK_HEADERS") or ""):gmatch("([^:\n]+): ([^\n]*)") do
    headers[name] = value
  end
  local path = os.getenv("WRK_BODIES")
  if not path then
    requests[1] = wrk.format("GET", nil, headers)
    return
  end
  local file = assert(io.open(path, "rb"))
  for line in file:lines() do
    local length, name, value = line:match("^(%d+) ?([^:]*):? ?(.*)$")
    if name ~= "" then
      headers[name] = value
    end
    requests[#requests + 1] = wrk.format("POST", nil, headers, file:read(tonumber(length)))
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.4f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
