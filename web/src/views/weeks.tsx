import type { JSX } from "preact";
export const Weeks = (): JSX.Element => <div />;
