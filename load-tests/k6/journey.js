// The one journey: what a user of Millrace does, in every stage but end-to-end. A prediction each time, a document now
// and then, and now and then a client of the Open Inference Protocol.

import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { judged, post } from './answers.js';
import { document, text } from './documents.js';
import { INGEST, PREDICT } from './settings.js';

export const ROUTES = ['predict', 'ingest', 'infer'];

const wentBack = new Counter('version_went_back');
// The newest version that this VU was answered by.
let newest = 0;

export function journey() {
  // By count, not by chance: every run has the same mix, and the shortest has all.
  const turn = exec.scenario.iterationInTest;
  predict(text(turn));
  if (turn % 10 === 1) {
    ingest(document(exec.scenario.name, turn));
  }
  if (turn % 10 === 2) {
    infer(text(turn));
  }
}

function predict(asked) {
  const answer = post('predict', `${PREDICT}/predict`, { model: 'spam', text: asked });
  seen(
    judged('predict', answer, 200, {
      'a label that has a probability': (body) => body.label in Object(body.probabilities),
      'probabilities sum to 1': (body) => sumToOne(Object.values(Object(body.probabilities))),
      'names its model version': named,
    }),
  );
}

// Also of the stage end-to-end.
export function ingest(sent) {
  const answer = post('ingest', `${INGEST}/ingest`, sent);
  return judged('ingest', answer, 202, { 'answers the id that was sent': (body) => body.id === sent.id });
}

function infer(asked) {
  const inputs = [{ name: 'text', shape: [1], datatype: 'BYTES', data: [asked] }];
  const answer = post('infer', `${PREDICT}/v2/models/spam/infer`, { inputs });
  seen(
    judged('infer', answer, 200, {
      'a label': (body) => typeof output(body, 'label')[0] === 'string',
      'probabilities sum to 1': (body) => sumToOne(output(body, 'probabilities')),
      'names its model version': named,
    }),
  );
}

const named = (body) => /^[1-9]\d*$/.test(body.model_version);

// They are rounded to 64 bits only.
const sumToOne = (numbers) => Math.abs(numbers.reduce((sum, number) => sum + number, 0) - 1) < 1e-9;

function output(body, name) {
  const found = Array.isArray(body.outputs) && body.outputs.find((each) => each.name === name);
  return found && Array.isArray(found.data) ? found.data : [];
}

// Replicas take up a version within seconds of each other, so meanwhile it may go back: only some stages forbid it.
function seen(body) {
  if (body) {
    const version = Number(body.model_version);
    wentBack.add(version < newest ? 1 : 0);
    newest = Math.max(newest, version);
  }
}
