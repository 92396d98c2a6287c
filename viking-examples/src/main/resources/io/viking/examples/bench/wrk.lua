-- With the argument "paced" each connection waits for a millisecond on average before its next request.
init = function(args)
  if args[1] == "paced" then
    delay = function() return math.random(0, 2) end
  end
end

-- What a run of wrk came to, on one line, in full digits.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    "summary requests=%d bytes=%d micros=%d p50=%.3f p99=%.3f p999=%.3f errors=%d\n",
    summary.requests, summary.bytes, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
