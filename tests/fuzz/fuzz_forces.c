// Any bytes as a set of forces appended to a small model.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/osim.h"
#include "model/data.h"

static const char host[] =
    "<OpenSimDocument Version=\"40600\"><Model name=\"host\"><BodySet><objects>"
    "<Body name=\"rod\"><mass>1</mass><inertia>1 1 1 0 0 0</inertia></Body></objects></BodySet>"
    "<JointSet><objects><PinJoint name=\"hinge\">"
    "<socket_parent_frame>/ground</socket_parent_frame>"
    "<socket_child_frame>/bodyset/rod</socket_child_frame>"
    "<coordinates><Coordinate name=\"angle\"/></coordinates></PinJoint></objects></JointSet>"
    "</Model></OpenSimDocument>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_spec *spec;
  ps_model *model;
  ps_error err;
  if (ps_spec_parse(&spec, "host", host, strlen(host), PS_COMPAT_OPENSIM46, &err) != PS_OK)
    abort();
  if (ps_spec_parse_forces(spec, "f", (const char *)data, size, &err) != PS_OK) {
    if (err.status == PS_OK || !err.message[0])
      abort();
  } else if (ps_model_create(&model, spec, &err) == PS_OK) {
    ps_model_free(model);
  } else if (model || err.status == PS_OK || !err.message[0]) {
    abort();
  }
  ps_spec_free(spec);
  return 0;
}
