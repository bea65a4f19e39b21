// options.h: every option of the command, once. Parsing, help, the man page and the completion of
// shells all come from this table and from the table of verbs.
#pragma once

#include <stdbool.h>

typedef enum cli_kind {
  CLI_SWITCH, // has no value
  CLI_TEXT,
  CLI_FILE,
  CLI_FOLDER,
  CLI_NUMBER, // finite
  CLI_COUNT,  // whole, 0 or more
  CLI_WORD,   // one of `argument`, which lists them as a|b|c
  CLI_PAIRS,  // KEY=VALUE, one or more behind it
} cli_kind;

// Where the help that fits a screen tells of an option.
typedef enum cli_place {
  CLI_LINE, // on a line of its own
  CLI_JOIN, // on the line of the option before it
  CLI_LIST, // by name only, in the list at the end
} cli_place;

//  O(id, name, letter, kind, argument, place, help, more)
// `help` fits the line behind the name; `more` is for the man page and `psoas help VERB`.
#define CLI_OPTIONS(O)                                                                             \
  O(NAMES, "list", 0, CLI_SWITCH, "", CLI_LINE, "what has a name", "")                             \
  O(DAY, "day", 0, CLI_SWITCH, "", CLI_LINE, "the postures of a day, as `make run` shows them",    \
    "")                                                                                            \
  O(SET, "set", 0, CLI_PAIRS, "KEY=VALUE...", CLI_LINE, "change what the posture says",            \
    "Keys of the pose (trunk_inclination_deg=20, support.backrest=true), of the person "           \
    "(height=1.62 sex=female psoas_strength=0.6 hip_flexor_shortening=0.1 lordosis=55) and of "    \
    "the chair (seat_height_m=0.4). Several may follow one --set. Commas part the sides, right "   \
    "first: psoas_strength=1,0.6.")                                                                \
  O(PERSON, "person", 0, CLI_FILE, "P.yaml", CLI_LINE, "the person", "")                           \
  O(CHAIR, "chair", 0, CLI_FILE, "C.yaml", CLI_LINE, "the chair", "")                              \
  O(VERSUS, "compare", 0, CLI_TEXT, "B", CLI_LINE, "another posture, and the difference", "")      \
  O(RECRUITING, "criterion", 0, CLI_WORD, "volume|volume3|a2|a3|geometry|minmax|spine_load|emg",   \
    CLI_LINE, "how muscles share the work (volume)",                                               \
    "volume: least sum of volume times activation squared; volume3: cubed; a2, a3: activation "    \
    "alone; geometry: lines with little leverage cost more; minmax: the hardest worked muscle as " \
    "little as possible; spine_load: the discs; emg: near what was measured.")                     \
  O(ENSEMBLE, "ensemble", 0, CLI_SWITCH, "", CLI_LINE, "every criterion, and where they agree",    \
    "Each also without the stability floor.")                                                      \
  O(SPINE, "spine", 0, CLI_WORD, "free|rhythm", CLI_LINE, "how the levels share a bend (free)",    \
    "free: in balance with discs, ligaments and muscles; rhythm: in published shares. rhythm "     \
    "also "                                                                                        \
    "prints the difference.")                                                                      \
  O(DETAIL, "detail", 0, CLI_WORD, "full|light", CLI_LINE, "all muscle lines, or about 60 (full)", \
    "light also prints the difference.")                                                           \
  O(EXPLAIN, "explain", 0, CLI_SWITCH, "", CLI_LINE, "say why the psoas pulls, and what limits",   \
    "")                                                                                            \
  O(WITHOUT, "without", 0, CLI_TEXT, "A,B,...", CLI_LINE, "mechanisms that are switched off", "")  \
  O(CONTRIBUTIONS, "contributions", 0, CLI_WORD, "on|off", CLI_LINE,                               \
    "tell what each mechanism adds (on)",                                                          \
    "The day is run once more without each of them; off leaves that out and is ten times sooner.") \
  O(WITH, "with", 0, CLI_TEXT, "ID,ID,...", CLI_LINE, "what the person does about it",             \
    "Interventions of `psoas evidence`, each acting where it acts; all is also run without them, " \
    "and the difference told. ID@30 is for 30 minutes a week, ID=5 for an effect of your own in "  \
    "the unit of the row.")                                                                        \
  O(CONTEXT, "context", 0, CLI_NUMBER, "X", CLI_LINE, "response to any care, 0 to 1 (0)",          \
    "Drawn apart, and the same for every intervention: how much the person expects of it.")        \
  O(HYPOTHETICAL, "hypothetical", 0, CLI_TEXT, "effect=X", CLI_LINE,                               \
    "an effect that you choose, marked so",                                                        \
    "In points of pain, below 0 for less, within what the row allows to be typed in. The run "     \
    "carries a banner, a watermark in every export and hypothetical: true.")                       \
  O(WEEKS, "weeks", 0, CLI_COUNT, "N", CLI_LINE, "for so long, 1 to 104 (12)", "")                 \
  O(LEVEL, "level", 0, CLI_WORD, "short|full", CLI_LINE, "how much is told (full)", "")            \
  O(INTERVENTIONS, "interventions", 0, CLI_FILE, "I.yaml", CLI_LINE, "rows of your own",           \
    "Corrections of rows of `psoas evidence`, and new ones, with source and grade; results mark "  \
    "them as yours. docs/evidence.md says what a row may say.")                                    \
  O(LIMIT, "limit", 0, CLI_PAIRS, "KEY=VALUE...", CLI_LINE, "what there is time and will for",     \
    "minutes_per_day=20 (a mean of the week), minutes_per_week=90, items=3, without=ID,ID, "       \
    "only=self,buy (also course, hands, drug, needle, operation), allow=clinical (drugs, needles " \
    "and operations are ranked too). Several may follow one --limit.")                             \
  O(REDUCE, "reduce", 0, CLI_TEXT, "LOAD=N%", CLI_LINE, "what is to carry how much less",          \
    "L4_L5=10%; also the other levels, hip_r, hip_l, psoas_r, psoas_l.")                           \
  O(BY, "by", 0, CLI_WORD, "minute|benefit|surest", CLI_LINE, "what comes first (minute)",         \
    "minute: points for the time it takes; the routine is the quickest that draws cannot tell "    \
    "from the most. benefit: points. surest: the lower end of the range.")                         \
  O(BEGIN, "begin", 0, CLI_TEXT, "YYYY-MM-DD", CLI_JOIN, "",                                       \
    "First day of the calendar (the next Monday).")                                                \
  O(SINCE, "since", 0, CLI_NUMBER, "DAYS", CLI_LINE, "for how long it was kept up (84)", "")       \
  O(FROM, "from-week", 0, CLI_NUMBER, "W", CLI_LINE, "when it begins (0)", "")                     \
  O(UNTIL, "until-week", 0, CLI_NUMBER, "W", CLI_JOIN, "", "")                                     \
  O(PEOPLE, "people", 0, CLI_COUNT, "N", CLI_LINE, "in each arm of a trial (2000)", "")            \
  O(INHIBITION, "inhibition", 0, CLI_NUMBER, "K", CLI_LINE,                                        \
    "gluteals that a pulled psoas weakens",                                                        \
    "Contested; 0 without it. Adds variants in which the gluteals keep 1 - K x passive psoas "     \
    "tension over its strength of theirs. 0 to 1; 0.3 is the most that is discussed.")             \
  O(DRAWS, "draws", 0, CLI_COUNT, "N", CLI_LINE, "for the ranges; 0: none (256, event 0)", "")     \
  O(REPEAT, "repeat", 0, CLI_COUNT, "N", CLI_LINE, "how often a startling sound comes (1)", "")    \
  O(ROWS, "rows", 0, CLI_FILE, "R.csv", CLI_LINE, "measurements of your own",                      \
    "Columns id, quantity, condition, value, flag (verified or recalled), accept_lo, accept_hi "   \
    "and "                                                                                         \
    "grade (A, B or C); group, unit, spread, n, citation and doi where known.")                    \
  O(MAP, "map", 0, CLI_FILE, "M.csv", CLI_LINE, "how rows follow from postures",                   \
    "Columns id, scenarios (a=NAME;b=FILE.yaml) and expression over the names of a result "        \
    "(100*(a.levels.L4_L5.compression_N/b.levels.L4_L5.compression_N-1)); kind (prediction or "    \
    "input) and note where wanted.")                                                               \
  O(HTML, "html", 0, CLI_SWITCH, "", CLI_LIST, "results on stdout as a page", "")                  \
  O(GROUPS, "groups", 0, CLI_TEXT, "1,2,...", CLI_LINE, "these groups of rows only", "")           \
  O(POSTURE, "pose", 0, CLI_TEXT, "NAME|FILE", CLI_LINE, "the posture to start from", "")          \
  O(VARY, "vary", 0, CLI_PAIRS, "KEY=FROM:TO:N...", CLI_LINE,                                      \
    "what changes, and over which values",                                                         \
    "N values from FROM to TO; one or two keys. With two, the last varies fastest.")               \
  O(MUSCLE, "muscle", 0, CLI_TEXT, "A,B,...", CLI_LINE, "these lines only; psoas: their total",    \
    "")                                                                                            \
  O(COORDINATE, "coordinate", 0, CLI_TEXT, "NAME", CLI_LINE, "arms about this coordinate", "")     \
  O(OSIM, "osim", 0, CLI_FILE, "M.osim", CLI_LINE, "the file to write, for OpenSim 4.6", "")       \
  O(MODEL, "model", 0, CLI_FILE, "M.osim", CLI_LINE, "the model", "")                              \
  O(MOTION, "motion", 0, CLI_FILE, "Q.mot", CLI_LINE, "coordinates over time (.mot, .sto)", "")    \
  O(POSES, "poses", 0, CLI_FILE, "P.csv", CLI_LINE, "poses, one in a row",                         \
    "Columns pose and q:NAME for every coordinate [rad, m]; u:NAME, udot:NAME and udot_fd:NAME "   \
    "where wanted. Poses are taken as they stand: not assembled, not clamped.")                    \
  O(LOADS, "loads", 0, CLI_FILE, "L.xml", CLI_LINE, "external loads, with the data they name", "") \
  O(RESERVES, "reserves", 0, CLI_FILE, "R.xml", CLI_LINE, "actuators to add to the model's",       \
    "A ForceSet, such as reserve actuators for what muscles cannot do.")                           \
  O(FORCES, "forces", 0, CLI_FILE, "F.sto", CLI_LINE, "forces of the actuators over time",         \
    "As static optimization writes them (NAME_StaticOptimization_force.sto).")                     \
  O(OUTPUT, "output", 'o', CLI_FOLDER, "DIR", CLI_LINE, "folder for the results",                  \
    "It is made if need be. Files in it are only replaced with --force.")                          \
  O(START, "start", 0, CLI_NUMBER, "S", CLI_LINE, "the time range [s]", "")                        \
  O(END, "end", 0, CLI_NUMBER, "S", CLI_JOIN, "", "")                                              \
  O(CUTOFF, "cutoff", 0, CLI_NUMBER, "HZ", CLI_LINE, "low-pass filter of the coordinates",         \
    "Third-order Butterworth, forward and backward, ends padded. Without it nothing is filtered.") \
  O(EXPONENT, "exponent", 0, CLI_NUMBER, "P", CLI_LINE, "minimise sum of activation^P (2)",        \
    "Above 1, up to 10.")                                                                          \
  O(CRITERION, "criterion", 0, CLI_WORD, "activation|volume|force", CLI_LINE,                      \
    "what weighs (activation)",                                                                    \
    "volume: activations weigh as the muscle's volume; force: forces instead of activations.")     \
  O(PHYSIOLOGY, "physiology", 0, CLI_WORD, "on|off", CLI_LINE,                                     \
    "force depends on length and speed (on)",                                                      \
    "off: a muscle gives max_isometric_force times activation.")                                   \
  O(PASSIVE, "passive", 0, CLI_WORD, "on|off", CLI_LINE, "passive muscle force acts too (off)",    \
    "OpenSim's static optimization leaves it out.")                                                \
  O(EQUILIBRIUM, "equilibrium", 0, CLI_WORD, "on|off", CLI_LINE, "fiber and tendon balance (on)",  \
    "off: fibers stay at the model's default length.")                                             \
  O(ON, "on", 0, CLI_WORD, "child|parent", CLI_LINE, "body that the force acts on (child)", "")    \
  O(IN, "in", 0, CLI_TEXT, "FRAME", CLI_LINE, "ground, child, parent or a frame (ground)",         \
    "The frame that the force is expressed in.")                                                   \
  O(REPORT, "report", 0, CLI_SWITCH, "", CLI_LINE, "write report.html, print its table", "")       \
  O(LIGHT, "light", 0, CLI_SWITCH, "", CLI_LINE, "kinematics, dynamics and lengths only", "")      \
  O(TOLERANCES, "tolerances", 0, CLI_FILE, "T.csv", CLI_LINE, "how far columns may be apart",      \
    "A table file,column,absolute,relative in which * stands for any text; the first row that "    \
    "fits counts. file is a name, or a path with its folders. A column may be off by absolute + "  \
    "relative x its largest value in B; inf takes anything. What is missing counts as column ''. " \
    "Where no row fits: 1e-8 and 1e-8, since OpenSim writes eight decimals.")                      \
  O(ALL, "all", 0, CLI_SWITCH, "", CLI_LINE, "list every column, not the worst 20 only", "")       \
  O(STAGES, "stages", 0, CLI_TEXT, "A,B,...", CLI_LINE, "these stages only", "")                   \
  O(FRAMES, "frames", 0, CLI_COUNT, "N", CLI_LINE, "frames at most (512)", "")                     \
  O(REPETITIONS, "repetitions", 0, CLI_COUNT, "N", CLI_LINE, "how often each stage runs",          \
    "Without it, as often as fits into a third of a second.")                                      \
  O(SEED, "seed", 0, CLI_COUNT, "N", CLI_LIST, "of what is made up or drawn (1)", "")              \
  O(DEGREES, "degrees", 0, CLI_SWITCH, "", CLI_LINE, "what a motion is in that does not say",      \
    "A file without inDegrees in its header is refused unless one of the two is given.")           \
  O(RADIANS, "radians", 0, CLI_SWITCH, "", CLI_JOIN, "", "")                                       \
  O(NAME, "name", 0, CLI_TEXT, "NAME", CLI_LIST, "first part of the names of result files",        \
    "Without it the verb's.")                                                                      \
  O(PRECISION, "precision", 0, CLI_COUNT, "N", CLI_LIST, "decimals in result files (8)", "")       \
  O(PORT, "port", 0, CLI_COUNT, "N", CLI_LINE, "the port (7762; where taken, a free one)",         \
    "What the page saves in a browser belongs to its port.")                                       \
  O(NO_OPEN, "no-open", 0, CLI_SWITCH, "", CLI_LINE, "open no browser, only print the address",    \
    "")                                                                                            \
  O(SITE, "site", 0, CLI_FOLDER, "DIR", CLI_LINE, "show the page of this folder",                  \
    "It is read once, at the start; links in it are left out.")                                    \
  O(BODY, "body-mb", 0, CLI_NUMBER, "MB", CLI_LINE, "largest request, files included (64)", "")    \
  O(MISSING, "missing-columns", 0, CLI_WORD, "default", CLI_LIST,                                  \
    "go on where the motion lacks a column",                                                       \
    "The coordinate then has the value that OpenSim gives it, with a warning.")                    \
  O(UNSUPPORTED, "ignore-unsupported", 0, CLI_SWITCH, "", CLI_LIST,                                \
    "go on without parts that psoas cannot compute",                                               \
    "Parts with force, mass or constraint are meant: results are wrong without them.")             \
  O(COMPAT, "compat", 0, CLI_WORD, "opensim4.6", CLI_LIST, "do as OpenSim 4.6 does (default)",     \
    "Its filters, splines and choices, also where mechanics would have it otherwise.")             \
  O(FORCE, "force", 0, CLI_SWITCH, "", CLI_LIST, "replace files that exist", "")                   \
  O(THREADS, "threads", 0, CLI_COUNT, "N", CLI_LIST, "threads to use (all)",                       \
    "Results have the same bits for any number.")                                                  \
  O(PROGRESS, "progress", 0, CLI_WORD, "auto|bar|json|none", CLI_LIST,                             \
    "how to tell what is done (auto)",                                                             \
    "On stderr. auto: a bar on a terminal, else none; json: one object in a line.")                \
  O(JSON, "json", 0, CLI_SWITCH, "", CLI_LIST, "results on stdout as JSON", "")                    \
  O(VERBOSE, "verbose", 'v', CLI_SWITCH, "", CLI_LIST, "every note, none summed up", "")           \
  O(QUIET, "quiet", 'q', CLI_SWITCH, "", CLI_LIST, "no results on stdout, no warnings", "")

typedef enum cli_id {
#define O(id, name, letter, kind, argument, place, help, more) CLI_##id,
  CLI_OPTIONS(O)
#undef O
      CLI_OPTION_COUNT
} cli_id;

typedef struct cli_option {
  const char *name; // without dashes
  char letter;      // 0: none
  cli_kind kind;
  const char *argument;
  cli_place place;
  const char *help, *more;
} cli_option;

extern const cli_option cli_options[CLI_OPTION_COUNT];

// A set of options, one bit each: CLI_SET(MODEL) | CLI_SET(MOTION).
typedef unsigned __int128 cli_options_set;
#define CLI_SET(id) ((cli_options_set)1 << CLI_##id)
static inline bool cli_has(cli_options_set set, int id) {
  return set >> id & 1;
}

enum { CLI_OPERANDS = 32, CLI_PAIRS_MOST = 128, CLI_VARY_MOST = 2 };

// What a user typed behind the verb.
typedef struct cli_arguments {
  bool given[CLI_OPTION_COUNT];
  const char *text[CLI_OPTION_COUNT]; // NULL: not given
  double number[CLI_OPTION_COUNT];    // of numbers and counts
  int word[CLI_OPTION_COUNT];         // position of the word in the list
  const char *operand[CLI_OPERANDS];
  int noperand;
  const char *pair[CLI_PAIRS_MOST]; // KEY=VALUE behind options that take them
  int npair;
  const char *limit[CLI_PAIRS_MOST]; // KEY=VALUE behind --limit
  int nlimit;
  const char *vary[CLI_VARY_MOST]; // KEY=FROM:TO:N behind --vary
  int nvary;
  bool help;
} cli_arguments;

// Read `argv` for a verb that takes these options; false after a message on stderr.
bool cli_parse(cli_arguments *a, const char *verb, cli_options_set set, int argc, char **argv);

// Word i of the list a|b|c, copied to `word`; false: there are no more.
bool cli_word(const char *list, int i, char *word, unsigned long size);

// The parts of "sleep,stress", in `words`, of CLI_SPLIT characters, which
// must outlive them; at most `most`.
enum { CLI_SPLIT = 400 };
int cli_split(const char *text, char *words, const char **part, int most);
