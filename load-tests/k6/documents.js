// Texts of the sample mails, which run.py unpacks: k6 cannot.

import { SharedArray } from 'k6/data';
import { DOCUMENTS, RUN } from './settings.js';

// One copy for all VUs, not one each.
const TEXTS = new SharedArray('texts', () => JSON.parse(open(DOCUMENTS)));

// The same turn asks the same in every run.
export const text = (turn) => TEXTS[turn % TEXTS.length];

// Without a label: it is stored, but no training ever reads it, so a load test leaves the models as they are.
export const document = (scenario, turn) => ({
  id: `k6-${RUN}-${scenario}-${turn}`,
  model: 'spam',
  text: text(turn),
  source: 'k6',
});
