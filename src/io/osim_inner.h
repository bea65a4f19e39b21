// osim_inner.h: what the files of the .osim reader share.
#pragma once

#include "io/osim.h"
#include "io/xml.h"

typedef struct ps_osim {
  ps_xml_reader x; // keeps the first failure
  ps_spec *spec;
  int version; // of the document
} ps_osim;

// Fill in what instances leave out from the <defaults> of the document.
void ps_osim_apply_defaults(ps_osim *o, ps_xml_document *document, ps_xml_node *defaults);

// Mark an element and everything below it as used.
void ps_osim_mark_below(ps_xml_node *top);

// The name of a part; `fallback` where it has none.
const char *ps_osim_name(ps_osim *o, ps_xml_node *node, const char *fallback);
// The <objects> of a set below `node`, NULL where there is none.
ps_xml_node *ps_osim_objects(ps_osim *o, ps_xml_node *node, const char *set);
// What a socket is connected to: <socket_NAME>, a connector of older files, or the child `old`.
ps_ref ps_osim_socket(ps_osim *o, ps_xml_node *node, const char *name, const char *old,
                      const char *owner);
// The function of a property: a child function with this name, or one inside <property>. NULL:
// none.
ps_function_spec *ps_osim_function(ps_osim *o, ps_xml_node *node, const char *property);

// OpenSim 4.6 converts files older than 30505 through text of six digits: inertias, and the places
// of joints, bushings and welds on their bodies. With PS_COMPAT_OPENSIM46 so do we, or the results
// would differ in the seventh digit (docs/decisions/0003-six-digits.md).
void ps_osim_shorten(ps_osim *o, double *values, int n);
// Such a place: the child `tag`, zero where there is none.
ps_vec3 ps_osim_place(ps_osim *o, ps_xml_node *node, const char *tag);

// What is only drawn, or explains: checked and marked as used. `node`: everything below it.
void ps_osim_skip_visuals(ps_osim *o, ps_xml_node *node);

void ps_osim_bodies(ps_osim *o, ps_xml_node *model);
void ps_osim_joint(ps_osim *o, ps_xml_node *node, const char *child_body);
void ps_osim_frames(ps_osim *o, ps_xml_node *owner, const char *list, const char *owner_path);
void ps_osim_wraps(ps_osim *o, ps_xml_node *owner, const char *owner_path);
void ps_osim_constraints(ps_osim *o, ps_xml_node *model);
void ps_osim_forces(ps_osim *o, ps_xml_node *set);
void ps_osim_path(ps_osim *o, ps_xml_node *node, ps_spec_force *force);
