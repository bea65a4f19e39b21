import type { JSX } from "preact";
export const Report = (): JSX.Element => <div />;
