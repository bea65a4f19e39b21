// A spec can be edited before it is compiled.
#include <string.h>

#include "check.h"
#include "io/osim.h"
#include "model/model.h"

static const char text[] =
    "<OpenSimDocument Version=\"40600\"><Model name=\"m\"><BodySet><objects>"
    "<Body name=\"rod\"><mass>2</mass><inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet>"
    "<JointSet><objects><PinJoint name=\"hinge\">"
    "<socket_parent_frame>/ground</socket_parent_frame>"
    "<socket_child_frame>/bodyset/rod</socket_child_frame>"
    "<coordinates><Coordinate name=\"angle\"/></coordinates></PinJoint></objects></JointSet>"
    "<ForceSet><objects><Thelen2003Muscle name=\"puller\"><GeometryPath><PathPointSet><objects>"
    "<PathPoint name=\"a\"><socket_parent_frame>/ground</socket_parent_frame>"
    "<location>0.1 1 0</location></PathPoint>"
    "<PathPoint name=\"b\"><socket_parent_frame>/bodyset/rod</socket_parent_frame>"
    "<location>0 0.4 0</location></PathPoint></objects></PathPointSet></GeometryPath>"
    "<max_isometric_force>500</max_isometric_force></Thelen2003Muscle></objects></ForceSet>"
    "</Model></OpenSimDocument>";

static ps_spec *read_spec(void) {
  ps_spec *spec = NULL;
  ps_error err;
  CHECK(ps_spec_parse(&spec, "m.osim", text, strlen(text), PS_COMPAT_NONE, &err) == PS_OK);
  return spec;
}

// a changed number is in the model that is compiled afterwards
static void change_reaches_the_model(void) {
  ps_spec *spec = read_spec();
  ps_model *model;
  ps_error err;
  double force;
  CHECK(ps_spec_number(spec, "/forceset/puller", "max_isometric_force", &force, &err) == PS_OK);
  CHECK_NEAR(force, 500, 0); // [N]
  CHECK(ps_spec_change(spec, "puller", "max_isometric_force", 650, &err) == PS_OK);
  CHECK(ps_spec_change(spec, "/bodyset/rod", "mass", 3, &err) == PS_OK);
  CHECK(ps_spec_change(spec, "/jointset/hinge/angle", "locked", 1, &err) == PS_OK);
  CHECK(ps_spec_change(spec, "", "gravity_y", -1.62, &err) == PS_OK);
  CHECK(ps_model_create(&model, spec, &err) == PS_OK);
  CHECK_NEAR(model->muscle[0].max_isometric_force, 650, 0); // [N]
  CHECK_NEAR(model->body_mass[1], 3, 0);                    // [kg]
  CHECK_NEAR(model->gravity.y, -1.62, 0);                   // [m/s^2]
  CHECK(model->coord_locked[0] == 1);
  ps_model_free(model);
  ps_spec_free(spec);
}

// a wrong name says what is nearest
static void wrong_names_get_a_hint(void) {
  ps_spec *spec = read_spec();
  ps_error err;
  CHECK(ps_spec_change(spec, "/forceset/pulle", "optimal_force", 1, &err) == PS_ERR_REFERENCE);
  CHECK(strstr(err.message, "nearest: '/forceset/puller'"));
  CHECK(ps_spec_change(spec, "puller", "max_isometric_forces", 1, &err) == PS_ERR_REFERENCE);
  CHECK(strstr(err.message, "nearest: 'max_isometric_force'"));
  ps_spec_free(spec);
}

// a value that no model can have is refused when the model is compiled
static void impossible_value_is_refused_by_the_compiler(void) {
  ps_spec *spec = read_spec();
  ps_model *model;
  ps_error err;
  CHECK(ps_spec_change(spec, "puller", "optimal_fiber_length", -1, &err) == PS_OK);
  CHECK(ps_model_create(&model, spec, &err) != PS_OK);
  CHECK(strstr(err.message, "optimal_fiber_length"));
  ps_spec_free(spec);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(change_reaches_the_model), CHECK_FACT(wrong_names_get_a_hint),
                   CHECK_FACT(impossible_value_is_refused_by_the_compiler));
}
