import type { JSX } from "preact";
export const Helps = (): JSX.Element => <div />;
