// k6's figures in our words, for run.py.

import { rateReached } from './breakpoint.js';
import { about, budgets, floor, rate, seconds } from './stages.js';
import { times } from './budgets.js';

export const STATISTICS = ['med', 'p(95)', 'p(99)', 'max', 'count'];

const THREE = (number) => (number === undefined ? null : Number(number.toFixed(3)));

export function summary(metrics, root, routes) {
  const value = (metric, statistic) => (metrics[metric] ? metrics[metric].values[statistic] : undefined);
  const count = (metric, statistic = 'count') => value(metric, statistic) || 0;
  const judged = thresholds(metrics, value);
  return {
    about,
    rate,
    seconds,
    passed: judged.every((each) => each.passed || each.stops),
    figures: {
      requests: count('http_reqs'),
      requests_per_second: THREE(value('http_reqs', 'rate')),
      iterations: count('iterations'),
      dropped_iterations: count('dropped_iterations'),
      failed: count('failed', 'passes'),
      shed: count('shed', 'passes'),
      version_went_back: count('version_went_back'),
      ...extra(judged, metrics),
      routes: Object.fromEntries(routes.map((each) => [each, route(each, value, count)])),
    },
    checks: root.checks.map(({ name, passes, fails }) => ({ name, passed: passes, failed: fails })),
    thresholds: judged,
  };
}

function route(name, value, count) {
  const trend = times(name);
  // Without a right answer there are no times: k6 would say 0.
  const millis = (statistic) => (count(trend) ? THREE(value(trend, statistic)) : null);
  return {
    requests: count(`http_reqs{name:${name}}`),
    failed: count(`failed{name:${name}}`, 'passes'),
    shed: count(`shed{name:${name}}`, 'passes'),
    p50_ms: millis('med'),
    p95_ms: millis('p(95)'),
    p99_ms: millis('p(99)'),
    max_ms: millis('max'),
  };
}

function extra(judged, metrics) {
  const found = {};
  if (floor) {
    found.rate_reached = judged.find((each) => each.metric === 'rate_reached').value;
  }
  if (metrics.ingest_to_row_seconds) {
    const { med, max, count, 'p(95)': p95, 'p(99)': p99 } = metrics.ingest_to_row_seconds.values;
    const [p50, ...others] = [med, p95, p99, max].map(THREE);
    found.ingest_to_row_seconds = { documents: count, p50, p95: others[0], p99: others[1], max: others[2] };
  }
  return found;
}

function thresholds(metrics, value) {
  const all = budgets.map((each) => ({
    metric: each.metric,
    budget: each.limit,
    value: empty(metrics[each.metric]) ? null : THREE(value(each.metric, each.limit.split(/[<>=]/)[0])),
    passed: held(metrics[each.metric], each.limit),
    reason: each.reason,
    ...(each.stops && { stops: true, step: each.step }),
  }));
  if (!floor) {
    return all;
  }
  // Steps after the first broken one were not taken, or were cut off.
  const first = Math.min(...all.filter((each) => !each.passed).map((each) => each.step));
  const reached = rateReached(all, rate);
  return [...all.filter((each) => each.step <= first), {
    metric: 'rate_reached',
    budget: `value>=${floor}`,
    value: reached,
    passed: reached >= floor,
    reason: 'what the stage stress asks for at its height',
  }];
}

// Times of no answer at all: k6 gives 0, and takes any budget for held.
const empty = (metric) => metric !== undefined && metric.type === 'trend' && metric.values.count === 0;

// A metric that was never added to is not in the summary: only 'none' is then kept.
function held(metric, limit) {
  if (empty(metric)) {
    return false;
  }
  return metric && metric.thresholds && metric.thresholds[limit] ? metric.thresholds[limit].ok : limit === 'count==0';
}
