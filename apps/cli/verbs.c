#include "verbs.h"

#include <stdio.h>
#include <string.h>

#include "psoas/nearest.h"

#define WITH(id) CLI_SET(id)
// how to run, for every verb that computes frames
#define RUNNING                                                                                    \
  (WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(DEGREES) |      \
   WITH(RADIANS) | WITH(MISSING) | WITH(UNSUPPORTED) | WITH(COMPAT) | WITH(VERBOSE) | WITH(QUIET))
// what to run, for those without a setup file
#define TRIAL                                                                                      \
  (WITH(LOADS) | WITH(RESERVES) | WITH(NAME) | WITH(CUTOFF) | WITH(START) | WITH(END) |            \
   WITH(PRECISION))
#define NEEDED (WITH(MODEL) | WITH(MOTION) | WITH(OUTPUT))

const cli_verb cli_verbs[] = {
    {"pose", "NAME|FILE...", 0, CLI_OPERANDS, "what holds a posture: psoas, discs, hips, seat",
     "Puts the built-in model of a person into a posture, by name or from a YAML file, and tells "
     "what each disc carries, what every fascicle of the psoas pulls, how stable the spine stands "
     "and how sure that is. Several postures give one table. With -o also result.json and "
     "report.html. A posture that muscles cannot hold: exit status 4, with what is missing.",
     "psoas pose sitting_slumped --explain --set height=1.62 sex=female", 0,
     WITH(NAMES) | WITH(DAY) | WITH(SET) | WITH(PERSON) | WITH(CHAIR) | WITH(VERSUS) |
         WITH(RECRUITING) | WITH(ENSEMBLE) | WITH(SPINE) | WITH(DETAIL) | WITH(EXPLAIN) |
         WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) |
         WITH(JSON) | WITH(QUIET),
     cli_run_pose},
    {"day", "NAME|FILE", 0, CLI_OPERANDS, "what a day does to psoas, discs, nerves and comfort",
     "Runs a day of posture blocks, minute by minute: mechanics of the built-in model, and creep, "
     "stiffness, fatigue, blood flow, disc height, nerve, stress, vibration, discomfort and pain "
     "index on the same clock. With -o also timeline.csv, result.json, report.html, and draws.csv "
     "with the main numbers of every draw. --without switches mechanisms off; what each of them "
     "adds is told anyway. --with has the person do something about it, and tells the difference.",
     "psoas day office --with active_micro_breaks,hip_flexor_stretch -o out", 0,
     WITH(NAMES) | WITH(SET) | WITH(PERSON) | WITH(CONTRIBUTIONS) | WITH(WITHOUT) | WITH(WITH) |
         WITH(INTERVENTIONS) | WITH(SINCE) | WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) |
         WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_day},
    {"weeks", "NAME|FILE", 0, CLI_OPERANDS, "what months of such days do to muscle, hips and pain",
     "Runs phases of days, one row a day: length, strength and stiffness of muscle, hip extension "
     "and Thomas test, standing posture, disc height over the night, stress of months, sleep debt, "
     "an episode of pain with its natural history, and what comes back when the habit stops. Days "
     "are those of `psoas day`. That sitting shortens the psoas is contested: it is off in half of "
     "the draws (32 unless --draws says so). With -o also timeline.csv, result.json and "
     "report.html; a run that is stopped writes what is done, and the same command goes on. --with "
     "has the person do something about it, and tells the difference.",
     "psoas weeks desk_then_active --with general_exercise -o out", 0,
     WITH(NAMES) | WITH(SET) | WITH(PERSON) | WITH(WITHOUT) | WITH(WITH) | WITH(INTERVENTIONS) |
         WITH(FROM) | WITH(UNTIL) | WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) |
         WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_weeks},
    {"trial", "ID...", 0, CLI_OPERANDS, "an intervention in a trial of simulated people",
     "Two arms of people of their own sex, age, body, course of pain and slow numbers live weeks "
     "of "
     "office days, one arm with the intervention: pain of both, difference with 95 % interval, how "
     "many have 30 % less pain, how many to treat for one more; for hazards a year without pain "
     "until the next episode. Days are computed once for six builds, and the error of that is "
     "measured and told. Before that the numbers of the row are read back from as many people. "
     "With several ID, or all, they are read back only, in a table. --set index=50 (held where "
     "numbers are read back), episode=none|acute|subacute|persistent|sciatica, expectancy=1 and "
     "against=nothing|sham (response to care, in the first arm too), discount=0, ptsd=0.5, "
     "work=DAY, rest=DAY, exact=8 (people of each arm solved by themselves). With -o also "
     "result.json and report.html. A number that does not come "
     "back: exit status 1.",
     "psoas trial acupuncture_sciatica -o out", 0,
     WITH(PEOPLE) | WITH(WEEKS) | WITH(SET) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) |
         WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_trial},
    {"plan", "[PERSON.yaml] NAME|FILE", 0, 2, "which prevention and relief helps most for its time",
     "Tries the interventions of `psoas evidence` on a day that is lived for weeks: breaks, chair, "
     "desk, stretching, exercise, walking, relaxation, sleep, courses; alone and in combinations, "
     "each run as it is, never added up; by points less of the pain index for the time it takes. "
     "The best get ranges over paired draws (200), and what they cannot tell apart is said. With "
     "-o also result.json, report.html, plan.ics for a calendar, and day_with_plan.yaml. --with "
     "shows a choice of your own beside.",
     "psoas plan office --set episode=persistent --limit minutes_per_day=20 -o out", 0,
     WITH(LIMIT) | WITH(BY) | WITH(WEEKS) | WITH(BEGIN) | WITH(SET) | WITH(PERSON) | WITH(WITH) |
         WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) |
         WITH(JSON) | WITH(QUIET),
     cli_run_plan},
    {"chair", "[POSTURE|FILE]", 0, 1, "the cheapest change of a seat that takes load away",
     "Tries height, depth and tilt of the seat, backrest, lumbar pad and armrests, one at a time, "
     "then two and three together, until a level, hip or psoas carries so much less: the fewest, "
     "smallest changes, what they do elsewhere, and the range over paired draws. Without POSTURE: "
     "sitting_relaxed. Where no seat does it, the most that is possible is told: exit status 4.",
     "psoas chair sitting_slumped --reduce L4_L5=10%", WITH(REDUCE),
     WITH(SET) | WITH(PERSON) | WITH(CHAIR) | WITH(DRAWS) | WITH(SEED) | WITH(PROGRESS) |
         WITH(JSON) | WITH(QUIET),
     cli_run_chair},
    {"event", "startle|fear|fetal|run|freeze", 0, 1,
     "what fright does to psoas and discs in seconds",
     "Fight, flight, freeze, by forward simulation of the built-in model with error control: a "
     "startle, minutes of fear, curling up on the side, the first step of a run, freezing. Force "
     "and activation of the psoas, hip flexion, lordosis, compression of L4/5 and L5/S1 and "
     "pressure of the belly over time, with peaks. Recordings of the psoas under threat do not "
     "exist: the results are plausible, no more. Without --draws there are no ranges. A simulation "
     "that does not come to its end: exit status 4.",
     "psoas event startle --repeat 5 -o out", 0,
     WITH(SET) | WITH(PERSON) | WITH(CHAIR) | WITH(RECRUITING) | WITH(REPEAT) | WITH(DRAWS) |
         WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) |
         WITH(QUIET),
     cli_run_event},
    {"sweep", "", 0, 0, "one posture again and again, with one or two numbers varied",
     "A row for each posture, as CSV: compression and pressure of every disc, psoas, iliacus, back "
     "and belly, hip contact, stability, status. With -o also curves over one number or maps over "
     "two, as SVG. Keys are those of --set. Postures without a solution: exit status 4.",
     "psoas sweep --pose standing --vary hip_flexor_shortening=0:0.3:7", WITH(POSTURE) | WITH(VARY),
     WITH(SET) | WITH(PERSON) | WITH(CHAIR) | WITH(RECRUITING) | WITH(SPINE) | WITH(DETAIL) |
         WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) | WITH(QUIET),
     cli_run_sweep},
    {"chain", "", 0, 0, "short or weak hip flexors, and what hip, knee and ankle carry",
     "A stride of walking by the person as is, with hip flexors 5 to 20 % shorter, with psoas and "
     "iliacus of 80 to 40 % of their strength, and both: contact forces of hip, knee and ankle, "
     "peaks, differences in N and % of body weight with ranges over paired draws, hip extension "
     "that is lacking, and the claims about it. The stride is kept. With -o also chain.csv, "
     "result.json and report.html. Moments without a solution: exit status 4.",
     "psoas chain --set sex=female height=1.62 --inhibition 0.3 -o out", 0,
     WITH(SET) | WITH(PERSON) | WITH(RECRUITING) | WITH(INHIBITION) | WITH(DRAWS) | WITH(SEED) |
         WITH(OUTPUT) | WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_chain},
    {"sciatica", "[POSTURE]", 0, CLI_OPERANDS, "leg pain link by link, from the disc to the leg",
     "Disc load, foramen, pressure on each root, blood flow, signals after an hour, leg pain "
     "index: "
     "each with its range, how well it is established, and its rows of evidence; the psoas' share; "
     "straight-leg raise and slump test; other postures beside. Without POSTURE: sitting_slumped. "
     "A case is stated by --set: narrowing, root_inflammation, haematoma, piriformis. With -o also "
     "result.json and report.html with a map of the body. A posture without a solution: exit "
     "status "
     "4.",
     "psoas sciatica standing_extended --set narrowing=0.4 root_inflammation=0.5 -o out", 0,
     WITH(SET) | WITH(PERSON) | WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) |
         WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_sciatica},
    {"arms", "", 0, 0, "moment arms of the psoas over hip and lumbar angles",
     "As CSV; with -o also drawings. Without --coordinate the arms of every psoas fascicle of the "
     "right side, and their mean by section: about the hip over hip flexion, and about every "
     "lumbar "
     "level over lumbar flexion. --vary takes coordinates in deg, and lumbar_flexion, lumbar_bend, "
     "lumbar_twist, which share out over the levels. A tension F turns a coordinate with arm x F.",
     "psoas arms --muscle psoas_L1_VB_r --coordinate L4_L5_FE --vary lumbar_flexion=0:60:13", 0,
     WITH(MUSCLE) | WITH(COORDINATE) | WITH(VARY) | WITH(SET) | WITH(PERSON) | WITH(DETAIL) |
         WITH(OUTPUT) | WITH(FORCE) | WITH(QUIET),
     cli_run_arms},
    {"export", "", 0, 0, "the built-in model of a person as a file for OpenSim 4.6",
     "Bodies, joints, muscles with their paths, the push of abdominal pressure and the stiffness "
     "of "
     "discs near neutral. Muscles over hip and knee become Scholz2015GeometryPaths. Contacts, disc "
     "law and posture solver stay here: docs/export.md.",
     "psoas export --osim psoas.osim --set height=1.62 sex=female", WITH(OSIM),
     WITH(SET) | WITH(PERSON) | WITH(DETAIL) | WITH(FORCE) | WITH(QUIET), cli_run_export},
    {"info", "M.osim", 1, 1, "what a model holds, and what of it psoas does not compute",
     "Counts, mass, coordinates, muscles and wraps; paths whose moment arms in OpenSim contradict "
     "the "
     "slope of their own length; and, with line numbers, everything that is not supported or has "
     "no "
     "effect. A model that can be read but not used ends with the reason and exit status 3.",
     "psoas info gait2392.osim", 0, WITH(JSON) | WITH(QUIET), cli_run_info},
    {"run-tool", "SETUP.xml", 1, 1, "what an OpenSim setup file asks for",
     "InverseDynamicsTool, and AnalyzeTool with StaticOptimization, JointReaction, MuscleAnalysis, "
     "Kinematics, BodyKinematics, PointKinematics. Result files have OpenSim's names, columns and "
     "headers, and appear together when all is done. Paths in the file are relative to it.",
     "psoas run-tool setup_so.xml -o out --report", 0,
     RUNNING | WITH(PASSIVE) | WITH(CRITERION) | WITH(REPORT), cli_run_setup},
    {"id", "", 0, 0, "moments that a motion needs: inverse dynamics",
     "Writes inverse_dynamics.sto. Muscles are left out.",
     "psoas id --model M.osim --motion walk.mot --loads grf.xml --cutoff 6 -o out", NEEDED,
     RUNNING | TRIAL, cli_run_id},
    {"so", "", 0, 0, "muscle forces that give these moments: static optimization",
     "Minimises the sum of activation^P under the equations of motion, as OpenSim's static "
     "optimization sets them up, solved to machine precision. Tells for every coordinate how much "
     "of "
     "the needed moment came from reserve actuators. Frames without a solution: exit status 4.",
     "psoas so --model M.osim --motion walk.mot --loads grf.xml --reserves R.xml -o out", NEEDED,
     RUNNING | TRIAL | WITH(EXPONENT) | WITH(CRITERION) | WITH(PHYSIOLOGY) | WITH(PASSIVE) |
         WITH(REPORT),
     cli_run_so},
    {"jr", "", 0, 0, "what joints carry: joint reaction forces",
     "With the forces of actuators from --forces; without, the muscles are at their default "
     "activation.",
     "psoas jr --model M.osim --motion walk.mot --loads grf.xml --forces F.sto -o out", NEEDED,
     RUNNING | TRIAL | WITH(FORCES) | WITH(ON) | WITH(IN), cli_run_jr},
    {"muscles", "", 0, 0, "lengths, moment arms and forces of muscles over a motion",
     "OpenSim's MuscleAnalysis: one file for each quantity, and for the moment arms of each "
     "coordinate.",
     "psoas muscles --model M.osim --motion walk.mot -o out", NEEDED,
     RUNNING | TRIAL | WITH(EQUILIBRIUM), cli_run_muscles},
    {"probe", "", 0, 0, "every quantity of the engine at given poses, as CSV",
     "Bodies, markers, mass matrix, dynamics, lengths, moment arms, path points, muscle states and "
     "forces, with 17 digits: how anyone checks the engine, on any model.",
     "psoas probe --model M.osim --poses poses.csv -o out",
     WITH(MODEL) | WITH(POSES) | WITH(OUTPUT),
     WITH(LIGHT) | WITH(FORCE) | WITH(UNSUPPORTED) | WITH(COMPAT) | WITH(PROGRESS) | WITH(VERBOSE) |
         WITH(QUIET),
     cli_run_probe},
    {"compare", "A B", 2, 2, "two results, column by column",
     "Two files, or two folders whose .sto, .mot and .csv files are matched by name. Columns are "
     "matched by label; rows by time, or by position in tables without. What only one has counts "
     "as a "
     "difference. Exit status 1 when anything is beyond its tolerance.",
     "psoas compare out reference --tolerances tolerances.csv", 0,
     WITH(TOLERANCES) | WITH(ALL) | WITH(JSON) | WITH(QUIET), cli_run_compare},
    {"validate", "", 0, 0, "the built-in model against measured people, row by row",
     "Puts the model into the postures and tests of published measurements and compares: measured, "
     "band, model. Exit status 1 unless every verified row of grade A and four fifths of those of "
     "grade B are inside their bands. Numbers that were put in are listed apart and never count; "
     "rows recalled from memory are shown and never count.",
     "psoas validate --groups 1,2", 0,
     WITH(ROWS) | WITH(MAP) | WITH(GROUPS) | WITH(RECRUITING) | WITH(HTML) | WITH(OUTPUT) |
         WITH(FORCE) | WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(QUIET),
     cli_run_validate},
    {"evidence", "[ID...]", 0, CLI_OPERANDS, "what helps: claimed, measured, and what psoas takes",
     "Treatments, prevention and the natural course: mechanism, how sure trials are for back pain, "
     "sciatica and hip flexors (GRADE), effects against sham and usual care with intervals, what "
     "psoas takes by default and why, dose, harms, what guidelines say and where they disagree, "
     "sources. Without ID all of them in short. Other names do: hijama, ei6. --set discount=0 "
     "takes trials at their word, 1 discounts them by their grade.",
     "psoas evidence hijama", 0,
     WITH(SET) | WITH(INTERVENTIONS) | WITH(LEVEL) | WITH(OUTPUT) | WITH(FORCE) | WITH(JSON) |
         WITH(HTML) | WITH(QUIET),
     cli_run_evidence},
    {"claims", "[ID...]", 0, CLI_OPERANDS, "what is said of the psoas, and what there is to it",
     "Every claim with its status, what speaks for and against it, what the simulator shows, what "
     "computes it, and sources. Without ID all of them in short.",
     "psoas claims C14", 0,
     WITH(LEVEL) | WITH(OUTPUT) | WITH(FORCE) | WITH(JSON) | WITH(HTML) | WITH(QUIET),
     cli_run_claims},
    {"claim-vs-evidence", "ID [WEEKS]", 0, CLI_OPERANDS,
     "as claimed, as measured, and doing nothing, week by week",
     "Three things side by side for one intervention of `psoas evidence` (or a claim about one): "
     "the largest relief that a study of it reports, what psoas takes from trials with the band of "
     "8 in 10 people, and the natural course. What acts through range, strength, stress, sleep or "
     "sitting shows that too. Whether a group or a person would notice, harms, and where "
     "guidelines "
     "disagree. The person has the pain that the row is about, for 12 weeks of office days; WEEKS "
     "is a name or a file of `psoas weeks` instead. With -o also curves.csv, result.json and "
     "report.html.",
     "psoas claim-vs-evidence hijama --context 1 -o out", 0,
     WITH(SET) | WITH(PERSON) | WITH(CONTEXT) | WITH(HYPOTHETICAL) | WITH(WEEKS) | WITH(LEVEL) |
         WITH(INTERVENTIONS) | WITH(DRAWS) | WITH(SEED) | WITH(OUTPUT) | WITH(FORCE) |
         WITH(THREADS) | WITH(PROGRESS) | WITH(JSON) | WITH(HTML) | WITH(QUIET),
     cli_run_versus},
    {"cite", "[ID|result.json...]", 0, CLI_OPERANDS, "sources of a row or a result, as BibTeX",
     "Of interventions, claims and sources by their ids, and of what a result names; without any, "
     "all of the catalogue.",
     "psoas cite acupuncture_sciatica C14 out/result.json", 0, 0, cli_run_cite},
    {"page", "", 0, 0, "the page as one file that runs from disk",
     "Every view of the page with its engine and bones in one HTML file, for a browser and nothing "
     "else: no server, no network. -o names the file. `make web` builds it.",
     "psoas page -o psoas.html", WITH(OUTPUT), WITH(FORCE) | WITH(QUIET), cli_run_page},
#ifdef PSOAS_SERVE
    {"serve", "", 0, 0, "the page: everything, live, in a browser on this machine",
     "Prints the address of the page and opens it. The address holds a secret: it lets in the "
     "browser that opens it, and nobody else; no other machine can connect. Postures are solved in "
     "the server, all else runs as jobs, one for each core but one, each a process with limits "
     "that sees its own folder only. Ends with Ctrl-C; jobs end with it.",
     "psoas serve --no-open --port 8000", 0,
     WITH(PORT) | WITH(NO_OPEN) | WITH(SITE) | WITH(BODY) | WITH(THREADS), cli_run_serve},
#endif
    {"bench", "[SETUP.xml]", 0, 1, "time per frame of every stage of the engine",
     "Fastest and median time of each stage over frames that come from a setup file, a motion or "
     "poses; else from a made-up motion of the model. Given nothing, it takes examples/walk, if it "
     "is there. With a setup and -o also from files to files. Stages that build on others contain "
     "them. Counts of the work, such as Newton steps, do not depend on the machine. human_build, "
     "posture_solver, posture_cold, posture_warm, posture_draws and sweep are about the built-in "
     "model: they run where --stages names them, and need no other.",
     "psoas bench --model M.osim --stages paths,so_frame", 0,
     WITH(MODEL) | WITH(MOTION) | WITH(POSES) | WITH(RESERVES) | WITH(OUTPUT) | WITH(STAGES) |
         WITH(FRAMES) | WITH(REPETITIONS) | WITH(SEED) | WITH(THREADS) | WITH(DEGREES) |
         WITH(RADIANS) | WITH(JSON) | WITH(PROGRESS),
     cli_run_bench},
    {"help", "[VERB]", 0, 1, "all about a verb", "", "psoas help so", 0, 0, cli_run_help},
};
const int cli_verb_count = sizeof cli_verbs / sizeof *cli_verbs;

// verbs that are meant to come, so that asking for one is answered
static const char *const to_come[] = {"ik",      "scale",  "forward", "lint",
                                      "convert", "report", "page"};

const cli_verb *cli_verb_named(const char *name) {
  for (int i = 0; i < cli_verb_count; i++)
    if (strcmp(cli_verbs[i].name, name) == 0)
      return &cli_verbs[i];
  return NULL;
}

cli_options_set cli_options_of(const cli_verb *verb) {
  return verb->needs | verb->takes;
}

const char *cli_verb_list(char *text, unsigned long size) {
  size_t used = 0;
  text[0] = 0;
  for (int i = 0; i < cli_verb_count && used < size; i++)
    used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "", cli_verbs[i].name);
  return text;
}

cli_exit cli_unknown_verb(const char *name) {
  char list[200], hint[80];
  ps_nearest nearest = ps_nearest_to(name);
  cli_verb_list(list, sizeof list);
  for (size_t i = 0; i < sizeof to_come / sizeof *to_come; i++)
    if (strcmp(to_come[i], name) == 0) {
      cli_message("'%s' is not there yet; there are: %s", name, list);
      return CLI_USAGE;
    }
  for (int i = 0; i < cli_verb_count; i++)
    ps_nearest_try(&nearest, cli_verbs[i].name);
  cli_message("there is no verb '%s'%s; there are: %s", name,
              ps_nearest_hint(&nearest, hint, sizeof hint), list);
  return CLI_USAGE;
}
