/*
 * test_build_messages.c - every fault that a model can have, and what is said of it.
 */
#include "testlib.h"

#include "base/diag.h"
#include "model/model.h"
#include "model_text.h"

struct fault {
    const char *name;
    const char *text;
    const char *messages;
};

static const struct fault faults[] = {
    {"unknown_name",
     "species PIP3\n"
     "PIP3 = 1\n"
     "k_akt = 2\n"
     "v_akt: PIP3 -> ; k_akt*PPIP3\n",
     "m.ant:4:24: error: unknown name 'PPIP3' in the rate of 'v_akt'\n"
     "    4 | v_akt: PIP3 -> ; k_akt*PPIP3\n"
     "      |                        ^~~~~\n"
     "hint: did you mean 'PIP3', declared at line 1?\n"},
    {"unknown_name_in_three_places",
     "species A\n"
     "A = k\n"
     "x := k*A\n"
     "y := A + k\n",
     "m.ant:2:5: error: unknown name 'k' in the value of 'A'\n"
     "    2 | A = k\n"
     "      |     ^\n"
     "note: it stands in 2 more places\n"
     "hint: give it a value: k = 1\n"},
    {"unknown_name_in_value",
     "species A\n"
     "A = 2*kk\n"
     "kx = 1\n",
     "m.ant:2:7: error: unknown name 'kk' in the value of 'A'\n"
     "    2 | A = 2*kk\n"
     "      |       ^~\n"
     "hint: give it a value: kk = 1\n"},
    {"unknown_name_in_rate_rule",
     "x = 1\n"
     "x ' = -zz*x\n",
     "m.ant:2:8: error: unknown name 'zz' in the rate rule of 'x'\n"
     "    2 | x ' = -zz*x\n"
     "      |        ^~\n"
     "hint: give it a value: zz = 1\n"},
    {"unknown_name_in_stoichiometry",
     "A = 1\n"
     "k = 1\n"
     "v: nn A -> ; k\n",
     "m.ant:3:4: error: unknown name 'nn' in the stoichiometry of 'A'\n"
     "    3 | v: nn A -> ; k\n"
     "      |    ^~\n"
     "hint: give it a value: nn = 1\n"},
    {"unknown_name_far_from_all",
     "species A\n"
     "A = 1\n"
     "v: A -> ; completely_else*A\n",
     "m.ant:3:11: error: unknown name 'completely_else' in the rate of 'v'\n"
     "    3 | v: A -> ; completely_else*A\n"
     "      |           ^~~~~~~~~~~~~~~\n"
     "hint: give it a value: completely_else = 1\n"},
    {"unknown_names_with_the_prefix_of_a_role",
     "x := inhibit_kinase + drug_everolimus\n"
     "y := feedback_kinase_receptor\n"
     "z := readout_substrate + _J7\n",
     "m.ant:1:6: error: unknown name 'inhibit_kinase' in the rule of 'x'\n"
     "    1 | x := inhibit_kinase + drug_everolimus\n"
     "      |      ^~~~~~~~~~~~~~\n"
     "hint: give it a value: inhibit_kinase = 0\n"
     "m.ant:1:23: error: unknown name 'drug_everolimus' in the rule of 'x'\n"
     "    1 | x := inhibit_kinase + drug_everolimus\n"
     "      |                       ^~~~~~~~~~~~~~~\n"
     "hint: give it a value: drug_everolimus = 0\n"
     "m.ant:2:6: error: unknown name 'feedback_kinase_receptor' in the rule of 'y'\n"
     "    2 | y := feedback_kinase_receptor\n"
     "      |      ^~~~~~~~~~~~~~~~~~~~~~~~\n"
     "hint: give it a rule: feedback_kinase_receptor := …\n"
     "m.ant:3:6: error: unknown name 'readout_substrate' in the rule of 'z'\n"
     "    3 | z := readout_substrate + _J7\n"
     "      |      ^~~~~~~~~~~~~~~~~\n"
     "hint: give it a rule: readout_substrate := …\n"
     "m.ant:3:26: error: unknown name '_J7' in the rule of 'z'\n"
     "    3 | z := readout_substrate + _J7\n"
     "      |                          ^~~\n"
     "hint: give the reaction a name and use that one\n"},
    {"unknown_functions_near_none",
     "x := Hillll(1, 2, 3, 4, 5)\n"
     "y := MM(1, 2) + zero()\n"
     "function user(x) MM2(x, x, x, x)\n",
     "m.ant:1:6: error: unknown function 'Hillll' in the rule of 'x'\n"
     "    1 | x := Hillll(1, 2, 3, 4, 5)\n"
     "      |      ^~~~~~~~~~~~~~~~~~~~~\n"
     "hint: define it in front of the model: function Hillll(a, b, c, …) … end\n"
     "m.ant:2:6: error: unknown function 'MM' in the rule of 'y'\n"
     "    2 | y := MM(1, 2) + zero()\n"
     "      |      ^~~~~~~~\n"
     "hint: define it in front of the model: function MM(a, b) … end\n"
     "m.ant:2:17: error: unknown function 'zero' in the rule of 'y'\n"
     "    2 | y := MM(1, 2) + zero()\n"
     "      |                 ^~~~~~\n"
     "hint: define it in front of the model: function zero() … end\n"
     "m.ant:3:18: error: unknown function 'MM2' in the function 'user'\n"
     "    3 | function user(x) MM2(x, x, x, x)\n"
     "      |                  ^~~~~~~~~~~~~~~\n"
     "hint: define it in front of the model: function MM2(a, b, c, …) … end\n"},
    {"unknown_times",
     "A := 1\n"
     "A has hour\n"
     "unit per_day = 1 day^-1\n"
     "unit time_unit = 2 hour\n",
     "m.ant:2:7: error: unknown unit 'hour'\n"
     "    2 | A has hour\n"
     "      |       ^~~~\n"
     "hint: define it: unit hour = 3600 second\n"
     "m.ant:3:6: error: unknown unit 'day' in the unit 'per_day'\n"
     "    3 | unit per_day = 1 day^-1\n"
     "      |      ^~~~~~~\n"
     "hint: define it: unit day = 86400 second\n"
     "m.ant:4:6: error: unknown unit 'hour' in the unit 'time_unit'\n"
     "    4 | unit time_unit = 2 hour\n"
     "      |      ^~~~~~~~~\n"
     "hint: define it by seconds: unit time_unit = 7200 second\n"},
    {"unknown_time_unit_that_is_no_multiple",
     "A := 1\n"
     "unit time_unit = 1 fortnight\n",
     "m.ant:2:6: error: unknown unit 'fortnight' in the unit 'time_unit'\n"
     "    2 | unit time_unit = 1 fortnight\n"
     "      |      ^~~~~~~~~\n"
     "hint: define it by seconds: unit time_unit = 60 second\n"},
    {"unknown_time_unit_squared",
     "A := 1\n"
     "unit time_unit = 1 hour^2\n",
     "m.ant:2:6: error: unknown unit 'hour' in the unit 'time_unit'\n"
     "    2 | unit time_unit = 1 hour^2\n"
     "      |      ^~~~~~~~~\n"
     "hint: define it by seconds: unit time_unit = 60 second\n"},
    {"unknown_time_beside_a_near_unit",
     "A := 1\n"
     "unit hour = 3600 second\n"
     "unit time_unit = 1 hours\n",
     "m.ant:3:6: error: unknown unit 'hours' in the unit 'time_unit'\n"
     "    3 | unit time_unit = 1 hours\n"
     "      |      ^~~~~~~~~\n"
     "hint: did you mean 'hour', declared at line 2?\n"},
    {"unknown_function",
     "A = 1\n"
     "v: A -> ; hil(A)\n"
     "function hill(x) x/(1 + x)\n",
     "m.ant:2:11: error: unknown function 'hil' in the rate of 'v'\n"
     "    2 | v: A -> ; hil(A)\n"
     "      |           ^~~~~~\n"
     "hint: did you mean 'hill', declared at line 3?\n"},
    {"unknown_built_in",
     "A = 1\n"
     "v: A -> ; flor(A)\n",
     "m.ant:2:11: error: unknown function 'flor' in the rate of 'v'\n"
     "    2 | v: A -> ; flor(A)\n"
     "      |           ^~~~~~~\n"
     "hint: did you mean 'floor'?\n"},
    {"unknown_function_in_function",
     "function f(x) sqt(x)\n"
     "x := f(2)\n",
     "m.ant:1:15: error: unknown function 'sqt' in the function 'f'\n"
     "    1 | function f(x) sqt(x)\n"
     "      |               ^~~~~~\n"
     "hint: did you mean 'sqrt'?\n"},
    {"name_in_function_is_no_argument",
     "function f(dose) dse + k\n"
     "k = 1\n"
     "x := f(k)\n",
     "m.ant:1:18: error: unknown name 'dse' in the function 'f'\n"
     "    1 | function f(dose) dse + k\n"
     "      |                  ^~~\n"
     "hint: did you mean 'dose'?\n"
     "m.ant:1:24: error: the function 'f' cannot use 'k'\n"
     "    1 | function f(dose) dse + k\n"
     "      |                        ^\n"
     "hint: a function sees only its arguments: make 'k' one of them\n"},
    {"name_with_label_only",
     "species pAkt\n"
     "pAkt = 1\n"
     "pAktt is \"Akt pS473\"\n",
     "m.ant:3:1: error: unknown name 'pAktt'\n"
     "    3 | pAktt is \"Akt pS473\"\n"
     "      | ^~~~~\n"
     "hint: did you mean 'pAkt', declared at line 1?\n"},
    {"name_with_unit_only",
     "species A\n"
     "A = 1\n"
     "kk has second\n",
     "m.ant:3:1: error: unknown name 'kk'\n"
     "    3 | kk has second\n"
     "      | ^~\n"},
    {"call_of_parameter",
     "k = 2\n"
     "x := k(3)\n",
     "m.ant:2:6: error: 'k' is a parameter, not a function\n"
     "    2 | x := k(3)\n"
     "      |      ^~~~\n"
     "hint: to multiply, write '*' between them\n"},
    {"function_without_arguments",
     "function f(x) x\n"
     "y := 2*f\n",
     "m.ant:2:8: error: 'f' is a function and needs its arguments\n"
     "    2 | y := 2*f\n"
     "      |        ^\n"
     "m.ant:1:10: note: it is defined here\n"
     "    1 | function f(x) x\n"
     "      |          ^\n"},
    {"count_too_few",
     "function f(x, y) x*y\n"
     "z := f(1)\n",
     "m.ant:2:6: error: 'f' takes 2 arguments, not 1\n"
     "    2 | z := f(1)\n"
     "      |      ^~~~\n"
     "m.ant:1:10: note: 'f' is defined here\n"
     "    1 | function f(x, y) x*y\n"
     "      |          ^\n"},
    {"count_too_many_of_one",
     "function f(x) x\n"
     "z := f(1, 2)\n",
     "m.ant:2:6: error: 'f' takes 1 argument, not 2\n"
     "    2 | z := f(1, 2)\n"
     "      |      ^~~~~~~\n"
     "m.ant:1:10: note: 'f' is defined here\n"
     "    1 | function f(x) x\n"
     "      |          ^\n"},
    {"count_built_in",
     "z := exp(1, 2)\n"
     "y := root()\n"
     "x := min()\n",
     "m.ant:1:6: error: 'exp' takes 1 argument, not 2\n"
     "    1 | z := exp(1, 2)\n"
     "      |      ^~~~~~~~~\n"
     "m.ant:2:6: error: 'root' takes 1 or 2 arguments, not 0\n"
     "    2 | y := root()\n"
     "      |      ^~~~~~\n"
     "m.ant:3:6: error: 'min' takes 1 argument or more, not 0\n"
     "    3 | x := min()\n"
     "      |      ^~~~~\n"},
    {"function_twice",
     "function f(x) x\n"
     "function f(y) 2*y\n"
     "z := f(1)\n",
     "m.ant:2:10: error: a second function named 'f'\n"
     "    2 | function f(y) 2*y\n"
     "      |          ^\n"
     "m.ant:1:10: note: the first one is here\n"
     "    1 | function f(x) x\n"
     "      |          ^\n"},
    {"function_named_as_symbol",
     "k = 1\n"
     "function k(x) x\n"
     "z := k\n",
     "m.ant:2:10: error: 'k' is a parameter and cannot be a function\n"
     "    2 | function k(x) x\n"
     "      |          ^\n"
     "m.ant:1:1: note: it is declared here\n"
     "    1 | k = 1\n"
     "      | ^\n"},
    {"function_argument_twice",
     "function f(x, y, x) x*y\n"
     "z := f(1, 2, 3)\n",
     "m.ant:1:10: error: the function 'f' has two arguments named 'x'\n"
     "    1 | function f(x, y, x) x*y\n"
     "      |          ^\n"},
    {"function_calls_itself",
     "function f(x) f(x - 1)\n"
     "z := f(1)\n",
     "m.ant:1:15: error: the function 'f' calls itself\n"
     "    1 | function f(x) f(x - 1)\n"
     "      |               ^~~~~~~~\n"},
    {"functions_in_circle",
     "function f(x) g(x)\n"
     "function g(x) 1 + h(x)\n"
     "function h(x) f(x)\n"
     "z := f(1)\n",
     "m.ant:1:15: error: functions call one another in a circle: f -> g -> h -> f\n"
     "    1 | function f(x) g(x)\n"
     "      |               ^~~~\n"
     "m.ant:2:19: note: 'g' calls 'h' here\n"
     "    2 | function g(x) 1 + h(x)\n"
     "      |                   ^~~~\n"
     "m.ant:3:15: note: 'h' calls 'f' here\n"
     "    3 | function h(x) f(x)\n"
     "      |               ^~~~\n"},
    {"second_value",
     "k1 = 1\n"
     "x := k1\n"
     "k1 = 2\n",
     "m.ant:3:1: error: a second value for 'k1'\n"
     "    3 | k1 = 2\n"
     "      | ^~~~~~\n"
     "m.ant:1:1: note: the first one is here\n"
     "    1 | k1 = 1\n"
     "      | ^~~~~~\n"
     "hint: keep one of them; Antimony would take the last\n"},
    {"second_rule",
     "x := 1\n"
     "x := 2\n",
     "m.ant:2:1: error: a second rule for 'x'\n"
     "    2 | x := 2\n"
     "      | ^~~~~~\n"
     "m.ant:1:1: note: the first one is here\n"
     "    1 | x := 1\n"
     "      | ^~~~~~\n"
     "hint: keep one of them; Antimony would take the last\n"},
    {"second_rule_of_other_kind",
     "x := 1\n"
     "x ' = 2\n",
     "m.ant:2:1: error: a second rule for 'x'\n"
     "    2 | x ' = 2\n"
     "      | ^~~~~~~\n"
     "m.ant:1:1: note: the first one is here\n"
     "    1 | x := 1\n"
     "      | ^~~~~~\n"
     "hint: keep one of them; Antimony would take the last\n"},
    {"value_then_rule",
     "x = 1\n"
     "y := x\n"
     "x := 2\n",
     "m.ant:3:1: error: 'x' has both a value and an assignment rule\n"
     "    3 | x := 2\n"
     "      | ^~~~~~\n"
     "m.ant:1:1: note: the value is here\n"
     "    1 | x = 1\n"
     "      | ^~~~~\n"
     "hint: keep one of them; the rule holds at all times\n"},
    {"rule_then_value",
     "x := 2\n"
     "x = 1\n",
     "m.ant:2:1: error: 'x' has both a value and an assignment rule\n"
     "    2 | x = 1\n"
     "      | ^~~~~\n"
     "m.ant:1:1: note: the rule is here\n"
     "    1 | x := 2\n"
     "      | ^~~~~~\n"
     "hint: keep one of them; the rule holds at all times\n"},
    {"const_and_rule",
     "const k\n"
     "k := 3\n",
     "m.ant:2:1: error: 'k' is const and cannot have an assignment rule\n"
     "    2 | k := 3\n"
     "      | ^~~~~~\n"
     "m.ant:1:7: note: it is declared const here\n"
     "    1 | const k\n"
     "      |       ^\n"},
    {"const_and_rate_rule",
     "const k\n"
     "k = 1\n"
     "k ' = 3\n",
     "m.ant:3:1: error: 'k' is const and cannot have a rate rule\n"
     "    3 | k ' = 3\n"
     "      | ^~~~~~~\n"
     "m.ant:1:7: note: it is declared const here\n"
     "    1 | const k\n"
     "      |       ^\n"},
    {"const_and_var",
     "const k\n"
     "k = 1\n"
     "var k\n"
     "x := k\n",
     "m.ant:3:5: error: 'k' is declared both const and var\n"
     "    3 | var k\n"
     "      |     ^\n"
     "m.ant:1:7: note: it is declared const here\n"
     "    1 | const k\n"
     "      |       ^\n"},
    {"rule_for_changed_species",
     "species A\n"
     "A := 3\n"
     "v: A -> B; A\n"
     "B = 1\n",
     "m.ant:2:1: error: 'A' cannot have an assignment rule: the reaction 'v' changes "
     "it\n"
     "    2 | A := 3\n"
     "      | ^~~~~~\n"
     "m.ant:3:4: note: it takes part here\n"
     "    3 | v: A -> B; A\n"
     "      |    ^\n"
     "hint: to let only the rule change it, make it a boundary species: $A\n"},
    {"rate_rule_for_changed_species",
     "A = 3\n"
     "v: A -> B; A\n"
     "w: B -> A; B\n"
     "B = 1\n"
     "B ' = 2\n",
     "m.ant:5:1: error: 'B' cannot have a rate rule: the reaction 'v' changes it\n"
     "    5 | B ' = 2\n"
     "      | ^~~~~~~\n"
     "m.ant:2:9: note: it takes part here\n"
     "    2 | v: A -> B; A\n"
     "      |         ^\n"
     "hint: to let only the rule change it, make it a boundary species: $B\n"},
    {"const_species_with_rule",
     "const A\n"
     "A := 3\n"
     "v: A -> B; A\n"
     "B = 1\n",
     "m.ant:2:1: error: 'A' is const and cannot have an assignment rule\n"
     "    2 | A := 3\n"
     "      | ^~~~~~\n"
     "m.ant:1:7: note: it is declared const here\n"
     "    1 | const A\n"
     "      |       ^\n"},
    {"kind_twice",
     "compartment X\n"
     "X = 1\n"
     "species X\n",
     "m.ant:3:9: error: 'X' is a compartment and cannot be a species\n"
     "    3 | species X\n"
     "      |         ^\n"
     "m.ant:1:13: note: it is declared here\n"
     "    1 | compartment X\n"
     "      |             ^\n"},
    {"participant_is_compartment",
     "compartment X\n"
     "X = 1\n"
     "A = 1\n"
     "v: A -> X; A\n",
     "m.ant:4:9: error: 'X' is a compartment and cannot be a species\n"
     "    4 | v: A -> X; A\n"
     "      |         ^\n"
     "m.ant:1:13: note: it is declared here\n"
     "    1 | compartment X\n"
     "      |             ^\n"},
    {"compartment_is_participant",
     "A = 1\n"
     "X = 1\n"
     "v: A -> X; A\n"
     "compartment X\n",
     "m.ant:4:13: error: 'X' is a species and cannot be a compartment\n"
     "    4 | compartment X\n"
     "      |             ^\n"
     "m.ant:3:9: note: it takes part in a reaction here, as a species\n"
     "    3 | v: A -> X; A\n"
     "      |         ^\n"},
    {"reaction_is_species",
     "A = 1\n"
     "v: A -> ; A\n"
     "w: v -> ; A\n",
     "m.ant:3:4: error: 'v' is a reaction and cannot be a species\n"
     "    3 | w: v -> ; A\n"
     "      |    ^\n"
     "m.ant:2:1: note: the reaction is here\n"
     "    2 | v: A -> ; A\n"
     "      | ^~~~~~~~~~~\n"},
    {"compartment_is_species",
     "species A\n"
     "A = 1\n"
     "species B\n"
     "B = 1\n"
     "A in B\n",
     "m.ant:5:6: error: 'B' is a species and cannot be a compartment\n"
     "    5 | A in B\n"
     "      |      ^\n"
     "m.ant:3:9: note: it is declared here\n"
     "    3 | species B\n"
     "      |         ^\n"},
    {"two_compartments",
     "A = 1\n"
     "A in c\n"
     "A in d\n"
     "c = 1\n"
     "d = 1\n",
     "m.ant:3:6: error: 'A' is in 'c' already and cannot be in 'd'\n"
     "    3 | A in d\n"
     "      |      ^\n"
     "m.ant:2:6: note: the first compartment is given here\n"
     "    2 | A in c\n"
     "      |      ^\n"},
    {"reaction_in_compartment",
     "A = 1\n"
     "c = 1\n"
     "v: A -> ; A\n"
     "v in c\n",
     "m.ant:4:6: error: 'v' is a reaction; only a species can be in a compartment\n"
     "    4 | v in c\n"
     "      |      ^\n"},
    {"boundary_compartment",
     "compartment c\n"
     "c = 1\n"
     "boundary c\n"
     "A := c\n",
     "m.ant:1:13: error: 'c' is a compartment and cannot be a species\n"
     "    1 | compartment c\n"
     "      |             ^\n"},
    {"second_reaction",
     "A = 1\n"
     "v: A -> ; A\n"
     "v: -> A; 1\n",
     "m.ant:3:1: error: a second reaction named 'v'\n"
     "    3 | v: -> A; 1\n"
     "      | ^~~~~~~~~~\n"
     "m.ant:2:1: note: the first one is here\n"
     "    2 | v: A -> ; A\n"
     "      | ^~~~~~~~~~~\n"
     "hint: give each reaction a name of its own\n"},
    {"reaction_without_rate",
     "A = 1\n"
     "B = 1\n"
     "v: A -> B;\n",
     "m.ant:3:1: error: the reaction 'v' has no rate\n"
     "    3 | v: A -> B;\n"
     "      | ^~~~~~~~~~\n"
     "hint: write it behind the reaction: v: A -> B; k*A\n"},
    {"reaction_declared_only",
     "A = 1\n"
     "reaction v\n"
     "x := v*A\n",
     "m.ant:2:10: error: the reaction 'v' is declared and not written\n"
     "    2 | reaction v\n"
     "      |          ^\n"
     "hint: write it: v: A -> B; k*A\n"},
    {"reaction_with_value",
     "A = 1\n"
     "v: A -> ; A\n"
     "v = 3\n",
     "m.ant:3:1: error: 'v' is a reaction and cannot have a value\n"
     "    3 | v = 3\n"
     "      | ^~~~~\n"
     "m.ant:2:1: note: the reaction is here\n"
     "    2 | v: A -> ; A\n"
     "      | ^~~~~~~~~~~\n"},
    {"reaction_with_rule",
     "A = 1\n"
     "v: A -> ; A\n"
     "v := 3\n",
     "m.ant:3:1: error: 'v' is a reaction and cannot have a rule\n"
     "    3 | v := 3\n"
     "      | ^~~~~~\n"
     "m.ant:2:1: note: the reaction is here\n"
     "    2 | v: A -> ; A\n"
     "      | ^~~~~~~~~~~\n"},
    {"reaction_const",
     "A = 1\n"
     "v: A -> ; A\n"
     "const v\n",
     "m.ant:3:7: error: 'v' is a reaction and cannot be const\n"
     "    3 | const v\n"
     "      |       ^\n"},
    {"second_label",
     "species A\n"
     "A = 1\n"
     "A is \"one\"\n"
     "A is \"two\"\n",
     "m.ant:4:6: error: a second display name for 'A'\n"
     "    4 | A is \"two\"\n"
     "      |      ^~~~~\n"
     "m.ant:3:6: note: the first one is here\n"
     "    3 | A is \"one\"\n"
     "      |      ^~~~~\n"},
    {"second_unit",
     "species A\n"
     "A = 1\n"
     "A has mole\n"
     "A has litre\n",
     "m.ant:4:7: error: a second unit for 'A'\n"
     "    4 | A has litre\n"
     "      |       ^~~~~\n"
     "m.ant:3:7: note: the first one is here\n"
     "    3 | A has mole\n"
     "      |       ^~~~\n"},
    {"parameter_without_value",
     "species A\n"
     "A = 1\n"
     "var k2\n"
     "v: A -> ; k2*A*k2\n",
     "m.ant:4:11: error: 'k2' has no value\n"
     "    4 | v: A -> ; k2*A*k2\n"
     "      |           ^~\n"
     "hint: give it one: k2 = …\n"},
    {"species_without_value",
     "species A\n"
     "species B\n"
     "B = 1\n"
     "v: A -> B; B\n",
     "m.ant:4:4: error: 'A' has no value\n"
     "    4 | v: A -> B; B\n"
     "      |    ^\n"
     "hint: give it one: A = …\n"},
    {"compartment_without_value",
     "compartment cell\n"
     "species A\n"
     "A in cell\n"
     "A = 1\n",
     "m.ant:3:6: error: 'cell' has no value\n"
     "    3 | A in cell\n"
     "      |      ^~~~\n"
     "hint: give it one: cell = …\n"},
    {"compartment_slip",
     "compartment cell\n"
     "cell = 1\n"
     "species A\n"
     "A in cel\n"
     "A = 1\n",
     "m.ant:4:6: error: 'cel' has no value\n"
     "    4 | A in cel\n"
     "      |      ^~~\n"
     "hint: did you mean 'cell', declared at line 1?\n"
     "hint: give it one: cel = …\n"},
    {"rate_rule_without_value", "x ' = -x\n",
     "m.ant:1:1: error: 'x' has a rate rule and no value to start from\n"
     "    1 | x ' = -x\n"
     "      | ^~~~~~~~\n"
     "hint: give it one: x = …\n"},
    {"unused_without_value",
     "species A\n"
     "A = 1\n"
     "var k3\n"
     "species B\n",
     "m.ant:3:5: warning: 'k3' has no value and is never used\n"
     "    3 | var k3\n"
     "      |     ^~\n"
     "m.ant:4:9: warning: 'B' has no value and is never used\n"
     "    4 | species B\n"
     "      |         ^\n"},
    {"stoichiometry_negative",
     "A = 1\n"
     "B = 1\n"
     "v: A -> -2 B; A\n",
     "m.ant:3:9: error: the stoichiometry of 'B' is -2; it must be a finite number, 0 "
     "or more\n"
     "    3 | v: A -> -2 B; A\n"
     "      |         ^~\n"},
    {"stoichiometry_infinite",
     "A = 1\n"
     "B = 1\n"
     "v: 1e999 A -> B; A\n",
     "m.ant:3:4: error: the stoichiometry of 'A' is inf; it must be a finite number, 0 "
     "or more\n"
     "    3 | v: 1e999 A -> B; A\n"
     "      |    ^~~~~\n"},
    {"rule_uses_itself", "x := 1 + x\n",
     "m.ant:1:10: error: the rule of 'x' uses 'x' itself\n"
     "    1 | x := 1 + x\n"
     "      |          ^\n"},
    {"value_uses_itself",
     "species x\n"
     "x = 1 + x\n",
     "m.ant:2:9: error: the value of 'x' uses 'x' itself\n"
     "    2 | x = 1 + x\n"
     "      |         ^\n"},
    {"rate_uses_itself",
     "A = 1\n"
     "v: A -> ; A*v\n",
     "m.ant:2:13: error: the rate of 'v' uses 'v' itself\n"
     "    2 | v: A -> ; A*v\n"
     "      |             ^\n"},
    {"rules_in_circle",
     "a := b\n"
     "b := 1 + c\n"
     "c := a*2\n",
     "m.ant:1:6: error: rules go round in a circle: a -> b -> c -> a\n"
     "    1 | a := b\n"
     "      |      ^\n"
     "m.ant:2:10: note: 'b' uses 'c' here\n"
     "    2 | b := 1 + c\n"
     "      |          ^\n"
     "m.ant:3:6: note: 'c' uses 'a' here\n"
     "    3 | c := a*2\n"
     "      |      ^\n"},
    {"rules_in_circle_from_outside",
     "z := b\n"
     "a := b\n"
     "b := 1 + c\n"
     "c := a*2\n",
     "m.ant:2:6: error: rules go round in a circle: a -> b -> c -> a\n"
     "    2 | a := b\n"
     "      |      ^\n"
     "m.ant:3:10: note: 'b' uses 'c' here\n"
     "    3 | b := 1 + c\n"
     "      |          ^\n"
     "m.ant:4:6: note: 'c' uses 'a' here\n"
     "    4 | c := a*2\n"
     "      |      ^\n"},
    {"values_in_circle",
     "a = b\n"
     "b = a\n"
     "x := a\n",
     "m.ant:1:5: error: values go round in a circle: a -> b -> a\n"
     "    1 | a = b\n"
     "      |     ^\n"
     "m.ant:2:5: note: 'b' uses 'a' here\n"
     "    2 | b = a\n"
     "      |     ^\n"},
    {"values_and_rules_in_circle",
     "k = r\n"
     "r := 2*k\n",
     "m.ant:1:5: error: values and rules go round in a circle: k -> r -> k\n"
     "    1 | k = r\n"
     "      |     ^\n"
     "m.ant:2:8: note: 'r' uses 'k' here\n"
     "    2 | r := 2*k\n"
     "      |        ^\n"},
    {"rules_and_rates_in_circle",
     "A = 1\n"
     "v: A -> ; k*A\n"
     "k := 2*v\n",
     "m.ant:2:11: error: rules and rates go round in a circle: v -> k -> v\n"
     "    2 | v: A -> ; k*A\n"
     "      |           ^\n"
     "m.ant:3:8: note: 'k' uses 'v' here\n"
     "    3 | k := 2*v\n"
     "      |        ^\n"},
    {"values_rules_and_rates_in_circle",
     "A = s\n"
     "v: A -> ; 2*A\n"
     "s := 2*v\n",
     "m.ant:1:5: error: values, rules and rates go round in a circle: A -> s -> v -> "
     "A\n"
     "    1 | A = s\n"
     "      |     ^\n"
     "m.ant:3:8: note: 's' uses 'v' here\n"
     "    3 | s := 2*v\n"
     "      |        ^\n"
     "m.ant:2:13: note: 'v' uses 'A' here\n"
     "    2 | v: A -> ; 2*A\n"
     "      |             ^\n"},
    {"two_circles",
     "a := b\n"
     "b := a\n"
     "c := d\n"
     "d := c + a\n",
     "m.ant:1:6: error: rules go round in a circle: a -> b -> a\n"
     "    1 | a := b\n"
     "      |      ^\n"
     "m.ant:2:6: note: 'b' uses 'a' here\n"
     "    2 | b := a\n"
     "      |      ^\n"
     "m.ant:3:6: error: rules go round in a circle: c -> d -> c\n"
     "    3 | c := d\n"
     "      |      ^\n"
     "m.ant:4:6: note: 'd' uses 'c' here\n"
     "    4 | d := c + a\n"
     "      |      ^\n"},
    {"two_circles_through_one",
     "a := b + c\n"
     "b := a\n"
     "c := a\n",
     "m.ant:1:6: error: rules go round in a circle: a -> b -> a\n"
     "    1 | a := b + c\n"
     "      |      ^\n"
     "m.ant:2:6: note: 'b' uses 'a' here\n"
     "    2 | b := a\n"
     "      |      ^\n"},
    {"size_follows_rule",
     "compartment c\n"
     "c := 2\n"
     "species A\n"
     "A in c\n"
     "A = 1\n",
     "m.ant:4:6: error: 'A' is in the compartment 'c', whose size follows an "
     "assignment rule: that is not supported yet\n"
     "    4 | A in c\n"
     "      |      ^\n"
     "m.ant:2:1: note: the rule is here\n"
     "    2 | c := 2\n"
     "      | ^~~~~~\n"
     "hint: a compartment with a rate rule is supported\n"},
    {"unit_twice",
     "species A\n"
     "A = 1\n"
     "unit nM = 1e-9 mole * 1 litre^-1\n"
     "unit nM = 1 mole\n",
     "m.ant:4:6: error: a second definition of the unit 'nM'\n"
     "    4 | unit nM = 1 mole\n"
     "      |      ^~\n"
     "m.ant:3:6: note: the first one is here\n"
     "    3 | unit nM = 1e-9 mole * 1 litre^-1\n"
     "      |      ^~\n"},
    {"unit_of_base_name",
     "species A\n"
     "A = 1\n"
     "unit second = 60 second\n",
     "m.ant:3:6: error: 'second' is a base unit and cannot be defined anew\n"
     "    3 | unit second = 60 second\n"
     "      |      ^~~~~~\n"},
    {"unit_unknown",
     "species A\n"
     "A = 1\n"
     "unit nM = 1e-9 mol * 1 litre^-1\n",
     "m.ant:3:6: error: unknown unit 'mol' in the unit 'nM'\n"
     "    3 | unit nM = 1e-9 mol * 1 litre^-1\n"
     "      |      ^~\n"
     "hint: did you mean 'mole'?\n"},
    {"unit_unknown_of_symbol",
     "species A\n"
     "A = 1\n"
     "unit uM = 1e-6 mole * 1 litre^-1\n"
     "A has um\n"
     "unit hour = 3600 second\n",
     "m.ant:4:7: error: unknown unit 'um'\n"
     "    4 | A has um\n"
     "      |       ^~\n"
     "hint: did you mean 'uM', declared at line 3?\n"},
    {"unit_circle",
     "species A\n"
     "A = 1\n"
     "unit a = 2 b\n"
     "unit b = 3 a\n",
     "m.ant:3:6: error: units go round in a circle: a -> b -> a\n"
     "    3 | unit a = 2 b\n"
     "      |      ^\n"},
    {"unit_uses_itself",
     "species A\n"
     "A = 1\n"
     "unit a = 2 a\n",
     "m.ant:3:6: error: the unit 'a' uses itself\n"
     "    3 | unit a = 2 a\n"
     "      |      ^\n"},
    {"time_unit_not_time",
     "species A\n"
     "A = 1\n"
     "unit time_unit = 60 mole\n",
     "m.ant:3:6: error: 'time_unit' is not a time\n"
     "    3 | unit time_unit = 60 mole\n"
     "      |      ^~~~~~~~~\n"
     "hint: define it by seconds: unit time_unit = 60 second\n"},
    {"time_unit_squared",
     "species A\n"
     "A = 1\n"
     "unit time_unit = 60 second^2\n",
     "m.ant:3:6: error: 'time_unit' is not a time\n"
     "    3 | unit time_unit = 60 second^2\n"
     "      |      ^~~~~~~~~\n"
     "hint: define it by seconds: unit time_unit = 60 second\n"},
    {"time_unit_zero",
     "species A\n"
     "A = 1\n"
     "unit time_unit = 0 second\n",
     "m.ant:3:6: error: 'time_unit' is 0 seconds; it must be more than 0 and finite\n"
     "    3 | unit time_unit = 0 second\n"
     "      |      ^~~~~~~~~\n"},
    {"time_unit_infinite",
     "species A\n"
     "A = 1\n"
     "unit time_unit = 1e200 second * 1e200 dimensionless\n",
     "m.ant:3:6: error: 'time_unit' is inf seconds; it must be more than 0 and finite\n"
     "    3 | unit time_unit = 1e200 second * 1e200 dimensionless\n"
     "      |      ^~~~~~~~~\n"},
    {"time_unit_circle",
     "species A\n"
     "A = 1\n"
     "unit time_unit = 1 hour\n"
     "unit hour = 60 time_unit\n",
     "m.ant:3:6: error: units go round in a circle: time_unit -> hour -> time_unit\n"
     "    3 | unit time_unit = 1 hour\n"
     "      |      ^~~~~~~~~\n"},
    {"nothing", "",
     "error: m.ant: nothing to simulate: no species, no reactions and no rules\n"},
    {"parameters_alone",
     "k = 1\n"
     "m = 2*k\n",
     "error: m.ant: nothing to simulate: no species, no reactions and no rules\n"},
};

static void
test_fault_is_reported(void **state)
{
    const struct fault *const *given = *state;
    const struct fault *fault = *given;
    struct pl_diags *diags = pl_diags_create();
    struct pl_model *model = NULL;
    enum pl_status status = model_text_read(fault->text, diags, &model);

    assert_messages(diags, fault->messages);
    if (pl_diags_n_errors(diags) > 0) {
        assert_int_equal(status, PL_ERR_MODEL);
        assert_null(model);
    } else {
        assert_int_equal(status, PL_OK);
        assert_non_null(model);
    }
    pl_model_destroy(model);
    pl_diags_destroy(diags);
}

int
main(void)
{
    enum { N_FAULTS = sizeof faults / sizeof *faults };
    struct CMUnitTest tests[N_FAULTS];
    const struct fault *given[N_FAULTS];

    for (size_t k = 0; k < N_FAULTS; k++) {
        given[k] = &faults[k];
        tests[k] = (struct CMUnitTest){faults[k].name, test_fault_is_reported, NULL,
                                       NULL, &given[k]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
