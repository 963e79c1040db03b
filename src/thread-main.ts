import { parentPort } from 'node:worker_threads';
import { extractPage } from './extract/page.ts';
import { readFeedDocument } from './feed-document.ts';
import type { ThreadAnswer, ThreadTask } from './threads.ts';

// What runs in the reading thread: one task at a time, each answered once; READY says that all modules are there.
const read = async (task: ThreadTask): Promise<ThreadAnswer> => {
  try {
    return task.kind === 'feed' ? await readFeedDocument(task.input) : extractPage(task.input);
  } catch (error) {
    return { kind: 'threw', error };
  }
};
parentPort?.on('message', (task: ThreadTask) => {
  void read(task).then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage('ready');
