// What k6 runs, started by run.py: the chosen stage's arrivals and budgets around the journey.

import { endToEnd, END_TO_END_ROUTES } from './end-to-end.js';
import { journey, ROUTES } from './journey.js';
import { WARM_UP } from './arrivals.js';
import { budgets, scenarios } from './stages.js';
import { times } from './budgets.js';
import { STAGE, SUMMARY } from './settings.js';
import { STATISTICS, summary } from './summary.js';

export { endToEnd, journey };

const routes = [...(STAGE === 'end-to-end' ? END_TO_END_ROUTES : ROUTES), ...(WARM_UP in scenarios ? [WARM_UP] : [])];

const thresholds = {};
// k6 keeps figures of a route only when a threshold names it; an empty one does.
for (const route of routes) {
  for (const metric of [`http_reqs{name:${route}}`, `failed{name:${route}}`, `shed{name:${route}}`, times(route)]) {
    thresholds[metric] = [];
  }
}
for (const { metric, limit, stops, after } of budgets) {
  thresholds[metric] = [
    ...(thresholds[metric] || []),
    stops ? { threshold: limit, abortOnFail: true, delayAbortEval: after } : limit,
  ];
}

export const options = { scenarios, thresholds, summaryTrendStats: STATISTICS };

export const handleSummary = ({ metrics, root_group: root }) => ({
  [SUMMARY]: JSON.stringify(summary(metrics, root, routes)),
});
