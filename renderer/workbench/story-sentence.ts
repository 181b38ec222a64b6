/** What the button of the whole story does, to be said wherever it is: it starts a job and kills an engine. */
export const storySentence =
  'The whole story takes a minute: an order runs, its engine is killed for real, you see what that cost, it recovers, and the history shows every step.';
