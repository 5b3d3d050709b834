const STORY = /\.story\.ya?ml$/;
const IN_STORIES = /(?:^|\/)stories\/.*\.ya?ml$/;

/** True for files of a rules folder that hold stories: they test the rules and are no part of them. */
export const isStoryFile = (name: string): boolean => STORY.test(name) || IN_STORIES.test(name);
