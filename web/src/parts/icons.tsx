/** Line drawings of 20 by 20; their meaning is always said in words beside them or in a label. */
import type { JSX } from "preact";

const PATHS = {
  undo: "M4 8h8a4 4 0 0 1 0 8h-2M4 8l4-4M4 8l4 4",
  redo: "M16 8H8a4 4 0 0 0 0 8h2M16 8l-4-4M16 8l-4 4",
  link: "M8 12l4-4M7 9l-2 2a3 3 0 0 0 4 4l2-2M13 11l2-2a3 3 0 0 0-4-4l-2 2",
  moon: "M15.5 12.5A6.5 6.5 0 0 1 7.5 4.5a6.5 6.5 0 1 0 8 8z",
  sun:
    "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18" +
    "M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  help:
    "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15" +
    "M7.8 8a2.3 2.3 0 1 1 3.2 2.1c-.7.3-1 .7-1 1.6M10 14.3v.2",
  down: "M6 8l4 4l4-4",
  plus: "M10 4.5v11M4.5 10h11",
  minus: "M4.5 10h11",
  file: "M6 3h5l4 4v10H6zM11 3v4h4",
  download: "M10 3v9M6 9l4 4l4-4M4 16.5h12",
  check: "M4.5 10.5l3.5 3.5l7.5-8",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15M10 9v5M10 6v.3",
  warning: "M10 3l7.5 13.5h-15zM10 8v4M10 14v.3",
  print: "M6 7V3h8v4M5 13H3.5V8h13v5H15M6 11.5h8V17H6z",
  play: "M7 4.5v11l8.5-5.5z",
  pause: "M7 4.5v11M13 4.5v11",
  search: "M9 4a5 5 0 1 0 0 10a5 5 0 1 0 0-10M13 13l4 4",
  close: "M5 5l10 10M15 5L5 15",
  lanes: "M3 5.5h14M3 10h14M3 14.5h14",
  heart: "M10 16.5C4 12.5 3 9.5 3 7.6A3.7 3.7 0 0 1 10 6a3.7 3.7 0 0 1 7 1.6c0 1.9-1 4.9-7 8.9z",
  more: "M6.5 4.5v.2M6.5 10v.2M6.5 15.5v.2M13.5 4.5v.2M13.5 10v.2M13.5 15.5v.2",
  body: "M10 3.2a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2M10 8v5M10 13l4 0v4M10 9.5l3 1.5",
  weeks: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  trial: "M3 14l4-6l3 3l3-6l4 9",
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element => (
  <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** The mark: spine and the two psoas. */
export const Mark = (): JSX.Element => (
  <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" class="mark">
    <rect x="9" y="1.5" width="4" height="4" rx="1.2" class="mark-bone" />
    <rect x="9" y="6.7" width="4" height="4" rx="1.2" class="mark-bone" />
    <path d="M8 3C6.5 8 3.5 12 1.5 20" class="mark-psoas" />
    <path d="M14 3c1.5 5 4.5 9 6.5 17" class="mark-psoas" />
  </svg>
);
