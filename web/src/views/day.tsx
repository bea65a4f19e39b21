import type { JSX } from "preact";
export const Day = (): JSX.Element => <div />;
