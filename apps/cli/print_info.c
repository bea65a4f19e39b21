#include <math.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

static const double degree = 0.017453292519943295; // [rad]

// "12 joints (10 CustomJoint, 2 WeldJoint)"
static void print_classes(const char *what, int n, ps_info_classes classes) {
  if (!n)
    return;
  printf("%5d %s%s", n, what, n == 1 ? "" : "s");
  for (int i = 0; i < classes.n; i++)
    printf("%s%d %s", i ? ", " : ": ", classes.item[i].count, classes.item[i].name);
  printf("\n");
}

static void print_count(const char *what, const char *plural, int n) {
  if (n)
    printf("%5d %s\n", n, n == 1 ? what : plural);
}

static void print_head(const ps_info *info) {
  printf("%s  (%s, format %d)\n", *info->name ? info->name : "a model without name", info->path,
         info->version);
  printf("mass %.6g kg, gravity (%g, %g, %g) m/s^2\n\n", info->mass, info->gravity[0],
         info->gravity[1], info->gravity[2]);
  print_count("body", "bodies", info->nbody);
  print_classes("joint", info->njoint, info->joints);
  print_count("coordinate", "coordinates", info->ncoordinate);
  print_classes("muscle", info->nmuscle, info->muscles);
  print_classes("other force", info->nforce, info->forces);
  print_classes("wrap object", info->nwrap, info->wraps);
  print_classes("constraint", info->nconstraint, info->constraints);
  print_count("frame besides", "frames besides", info->nframe);
  print_count("marker", "markers", info->nmarker);
  print_count("part that is not supported, see below", "parts that are not supported, see below",
              info->nunsupported);
}

// ---- coordinates

static int longest_name(const ps_info *info) {
  size_t longest = strlen("coordinate");
  for (int i = 0; i < info->ncoordinate; i++)
    if (strlen(info->coordinate[i].name) > longest)
      longest = strlen(info->coordinate[i].name);
  return (int)longest;
}

static void print_coordinate(const ps_info_coordinate *c, int width) {
  static const char *const units[] = {[PS_INFO_ROTATION] = "deg",
                                      [PS_INFO_TRANSLATION] = "m",
                                      [PS_INFO_MIXED] = "rad|m",
                                      [PS_INFO_NO_MOTION] = "rad|m"};
  const struct {
    bool is;
    const char *word;
  } traits[] = {{c->locked, "locked"},
                {c->prescribed, "prescribed"},
                {c->coupled, "coupled"},
                {c->clamped, "clamped"}};
  double unit = c->motion == PS_INFO_ROTATION ? degree : 1;
  int blanks = 7 - (int)strlen(units[c->motion]);
  printf("  %-*s %10.4g %10.4g %10.4g  %s", width, c->name, c->low / unit, c->high / unit,
         c->value / unit, units[c->motion]);
  for (size_t i = 0; i < sizeof traits / sizeof *traits; i++)
    if (traits[i].is) {
      printf("%*s%s", blanks, "", traits[i].word);
      blanks = 2;
    }
  printf("\n");
}

static void print_coordinates(const ps_info *info) {
  int width = longest_name(info);
  if (!info->ncoordinate)
    return;
  printf("\n  %-*s %10s %10s %10s\n", width, "coordinate", "from", "to", "default");
  for (int i = 0; i < info->ncoordinate; i++)
    print_coordinate(&info->coordinate[i], width);
}

// ---- arms

static void print_arms(const ps_info *info) {
  if (!info->narm)
    return;
  printf("\nOpenSim's moment arm is not the slope of OpenSim's own length where these run over a\n"
         "wrap object or by a moving point (largest difference in %d poses; psoas gives both\n"
         "numbers as OpenSim does):\n",
         info->nposes);
  printf("  %-24s %-24s %9s %12s\n", "path", "coordinate", "arm [mm]", "-dL/dq [mm]");
  for (int i = 0; i < info->narm; i++) {
    const ps_info_arm *a = &info->arm[i];
    printf("  %-24s %-24s %9.2f %12.2f\n", a->path, a->coordinate, 1e3 * a->arm, 1e3 * a->slope);
  }
}

// ---- notes

static void print_notes(const ps_info *info, ps_note_kind kind, const char *title) {
  int n = 0;
  for (int i = 0; i < info->nnote; i++) {
    const ps_info_note *note = &info->note[i];
    if (note->kind != kind)
      continue;
    if (!n++)
      printf("\n%s\n", title);
    printf(note->line ? "  line %d: %s\n" : "  %.0d%s\n", note->line, note->text);
  }
}

void cli_print_info(const ps_info *info) {
  print_head(info);
  print_coordinates(info);
  print_arms(info);
  print_notes(info, PS_NOTE_UNSUPPORTED, "Not supported, and results are wrong without it:");
  print_notes(info, PS_NOTE_WARNING, "Without effect, or adjusted:");
  print_notes(info, PS_NOTE_INFO, "Also noted:");
  if (!info->nunsupported && info->compiled)
    printf("\nEverything in it that has force, mass or constraint is supported.\n");
}
