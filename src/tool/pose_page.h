// pose_page.h: postures as one page that needs nothing else: drawings, tables, and the data.
#pragma once

#include "tool/pose_inner.h"
#include "tool/report_page.h"

// The page into `w`.
ps_status ps_pose_page(const ps_pose_result *r, ps_file_writer *w, ps_error *err);

// ---- pose_panels.c: what a card shows beside its drawings

void ps_pose_level_table(ps_page *p, const ps_posed *item);
void ps_pose_psoas_table(ps_page *p, const ps_posed *item);
void ps_pose_share_chart(ps_page *p, const ps_posed *item);
void ps_pose_tornado(ps_page *p, const ps_posed *item);
void ps_pose_rest_table(ps_page *p, const ps_posed *item);
void ps_pose_all_tables(ps_page *p, const ps_posed *item); // shares by level, arms, groups

// "615" or "−3"; and its range in parentheses, where there is one.
void ps_pose_put_number(ps_page *p, double x, int decimals);
void ps_pose_put_range(ps_page *p, const ps_tree *number, int decimals);
