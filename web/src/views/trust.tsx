import type { JSX } from "preact";
export const Trust = (): JSX.Element => <div />;
