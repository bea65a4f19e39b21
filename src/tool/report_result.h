// report_result.h: the findings for programs: result.json, schema psoas.trial/1.
//
//   schema, psoas_version, model, motion, status: solved | infeasible | unsolved, compat
//   inputs: [{role, file, sha256}]
//   time: {start_s, end_s, frames}    strides: {right: {stride_s, stance_pct, down_s: []}, left}
//   body_weight_N, criteria    (how many criteria stand behind the ranges)
//   muscles: {NAME: {mean_N, peak_N: {value, low, high, valid}, peak_time_s, peak_stride_pct,
//             peak_activation, max_isometric_N}}
//   groups: the same of fascicles that go together: {psoas_r: ...}
//   joints: {NAME: {body, mean_N, peak_N: {...}, peak_bw: {...}, peak_time_s, peak_stride_pct,
//            compression_N}}
//   reserves: {COORDINATE: {unit, needed_peak, reserve_peak, reserve_rms, reserve_peak_time_s,
//              driven, beyond_good_practice}}
//   quality: {kkt_balance, kkt_stationarity, newton_mean, infeasible_s: [], unsolved}
//   warnings: []
//
// Ranges are over the criteria only, so that `valid` is always "not_validated". peak_stride_pct is
// null where no strides are known.
#pragma once

#include "tool/report_findings.h"

// `result.json` in the folder of the results.
ps_status ps_report_result(ps_findings *f);
