import type { JSX } from "preact";
export const Trial = (): JSX.Element => <div />;
