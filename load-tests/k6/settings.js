// What run.py hands over. k6 sees nothing else of the environment, so that a variable of the same name changes nothing.

const number = (name) => (__ENV[name] ? Number(__ENV[name]) : undefined);

export const STAGE = __ENV.STAGE || 'smoke';
// Instead of the stage's own, when given.
export const RATE = number('RATE');
export const SECONDS = number('SECONDS');

export const INGEST = __ENV.INGEST_URL;
export const PREDICT = __ENV.PREDICT_URL;
export const CLEAN = __ENV.CLEAN_URL;

// Begins the ids of this run's documents: those of two runs must not be revisions of each other.
export const RUN = __ENV.RUN;
// JSON files: an array of texts to send, and where the summary goes.
export const DOCUMENTS = __ENV.DOCUMENTS;
export const SUMMARY = __ENV.SUMMARY;
