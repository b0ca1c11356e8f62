// From the sending of a document to its row: ingest, broker and clean together.

import exec from 'k6/execution';
import { sleep } from 'k6';
import { Rate, Trend } from 'k6/metrics';
import { judged, poll } from './answers.js';
import { document } from './documents.js';
import { ingest } from './journey.js';
import { CLEAN } from './settings.js';

export const END_TO_END_ROUTES = ['ingest', 'document'];

// Seconds a document may take; one that takes longer counts as not stored.
export const PATIENCE = 30;
// Seconds between two looks: how exact the figure is.
const PAUSE = 0.05;

const toRow = new Trend('ingest_to_row_seconds');
const stored = new Rate('stored');

export function endToEnd() {
  const sent = document(exec.scenario.name, exec.scenario.iterationInTest);
  const begin = Date.now();
  if (!ingest(sent)) {
    return;
  }
  const end = begin + 1000 * PATIENCE;
  let answer = look(sent);
  while (answer.status === 404 && Date.now() < end) {
    sleep(PAUSE);
    answer = look(sent);
  }
  const row = judged('document', answer, 200, { 'is the one that was sent': (body) => body.id === sent.id });
  stored.add(row !== undefined);
  if (row) {
    toRow.add((Date.now() - begin) / 1000);
  }
}

const look = (sent) => poll('document', `${CLEAN}/documents/${sent.model}/${sent.id}`);
