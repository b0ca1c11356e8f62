// Sends a request and judges its answer: right, shed or failed. Each request is exactly one of them.
//   shed:   429 or 503 with Retry-After: refused politely, and the sender knows when to come again
//   failed: no answer within the limit, any other status, or a wrong content

import http from 'k6/http';
import exec from 'k6/execution';
import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { WARM_UP } from './arrivals.js';

const failed = new Rate('failed');
const shed = new Rate('shed');

const HEADERS = { 'Content-Type': 'application/json' };
// A sender that waited that long has gone.
const LIMIT = '10s';
// k6's own counting, for which an answer that is shed is none: its times are those of a refusal.
const RIGHT = http.expectedStatuses(200, 202);
const POLLED = http.expectedStatuses(200, 404);
// Wrong answers that a VU tells of, lest the log be full of the same. Of none at all k6 tells itself.
let lines = 3;

export const post = (route, url, body) =>
  http.post(url, JSON.stringify(body), {
    headers: HEADERS,
    timeout: LIMIT,
    tags: tags(route),
    responseCallback: RIGHT,
  });

export const poll = (route, url) => http.get(url, { timeout: LIMIT, tags: { name: route }, responseCallback: POLLED });

// The body of a right answer; undefined otherwise. `rules` are further checks of the body, which is {} when it is none.
export function judged(route, answer, status, rules) {
  const refused = (answer.status === 429 || answer.status === 503) && 'Retry-After' in answer.headers;
  const body = object(answer);
  const right = !refused && check(body, named(route, answer, status, rules));
  shed.add(refused, tags(route));
  failed.add(!refused && !right, tags(route));
  if (!refused && !right && answer.status && lines > 0) {
    lines -= 1;
    console.warn(`${route} failed: ${answer.status} ${String(answer.body).slice(0, 200)}`);
  }
  return right ? body : undefined;
}

const tags = (route) => ({ name: exec.scenario.name === WARM_UP ? WARM_UP : route });

function named(route, answer, status, rules) {
  const all = { [`${route}: status ${status}`]: () => answer.status === status };
  for (const [name, rule] of Object.entries(rules)) {
    all[`${route}: ${name}`] = rule;
  }
  return all;
}

function object(answer) {
  try {
    return Object(answer.json());
  } catch (unreadable) {
    return {};
  }
}
