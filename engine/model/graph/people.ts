/** Whom a task is meant for. */

/** What can be said of whom a task is for. */
export type PeoplePart = 'assignee' | 'candidateUsers' | 'candidateGroups' | 'dueDate' | 'followUpDate' | 'priority';

/** Whom a task is meant for and until when, as written, expressions too. */
export type People = Readonly<Partial<Record<PeoplePart, string>>>;
