// Thresholds, each with the reason for its number. The reasons are printed and kept with the results.

export const budget = (metric, limit, reason, more = {}) => ({ metric, limit, reason, ...more });

// Times of the answers that were right: a refusal is quick, and would make a bad run look good.
export const times = (route, scenario) =>
  `http_req_duration{name:${route},expected_response:true${scenario ? `,scenario:${scenario}` : ''}}`;

const tagged = (metric, scenario) => (scenario ? `${metric}{scenario:${scenario}}` : metric);

export const noneFailed = () =>
  budget('failed', 'rate==0', 'what is taken is answered, and rightly: one request that is not is a fault');

export const noneShed = (scenario) =>
  budget(tagged('shed', scenario), 'rate==0', 'at this rate nobody may be sent away');

export const noneDropped =
  budget('dropped_iterations', 'count==0', 'one that could not be sent, as all users waited, is let down as well');

export const forwardOnly =
  budget('version_went_back', 'count==0', 'nobody changes the system, so no answer comes of an older version');

// Not all: k6 rounds the height of a ramp down.
export const begun = (iterations) =>
  budget('iterations', `count>=${Math.floor(0.97 * iterations)}`, 'what was not sent was not tried');

export const predictSoon = (scenario) => [
  budget(times('predict', scenario), 'p(95)<100', 'up to 0.1 s a page that waits for it seems to answer at once'),
  budget(times('predict', scenario), 'p(99)<250', 'a pause of the collector or a new version may be felt, not more'),
];

export const inferSoon = budget(times('infer'), 'p(95)<100', 'the same work as a prediction, in another form');

export const ingestSoon = (scenario) =>
  budget(times('ingest', scenario), 'p(99)<1000', 'a 202 waits for the disks of the broker, but senders not for long');
