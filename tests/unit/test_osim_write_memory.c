// Every allocation of the .osim writer fails in turn: an error, no crash, nothing lost.
#include "check_memory.h"

#include "io/osim.h"
#include "io/osim_write.h"

static const char model[] =
    "<OpenSimDocument Version='40600'><Model name='m'><BodySet><objects><Body name='b'>"
    "<mass>1</mass><WrapObjectSet><objects><WrapCylinder name='w'/></objects></WrapObjectSet>"
    "</Body></objects></BodySet><JointSet><objects><PinJoint name='j'>"
    "<socket_parent_frame>/ground</socket_parent_frame>"
    "<socket_child_frame>/bodyset/b</socket_child_frame></PinJoint></objects></JointSet>"
    "</Model></OpenSimDocument>";

static ps_spec *spec;

static bool write_model(void) {
  ps_file_writer w;
  ps_error err;
  char *text = NULL;
  size_t size;
  ps_status status = ps_file_writer_memory(&w, &err);
  if (status == PS_OK) {
    status = ps_osim_write(spec, (ps_osim_poses){0, NULL}, &w, &err);
    if (status == PS_OK)
      status = ps_file_writer_take(&w, &text, &size, &err);
    ps_file_writer_abort(&w);
  }
  CHECK(status == PS_OK || status == PS_ERR_MEMORY);
  CHECK((status == PS_OK) == (text != NULL));
  free(text);
  return status == PS_OK;
}

static void writing_survives(void) {
  ps_error err;
  CHECK_EQ(ps_spec_parse(&spec, "m.osim", model, strlen(model), PS_COMPAT_OPENSIM46, &err), PS_OK);
  CHECK(check_memory_run(write_model) > 5);
  ps_spec_free(spec);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(writing_survives));
}
