/// Schema files that other files of the table import.
let importedSchemas = [
  "vis_dep.proto": #"edition="2024"; message A { export message X {} message B {} } local message L {}"#,
  "opt_dep.proto":
    #"edition="2024"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { int32 o24 = 50000; } message Opt {}"#,
  "m2_dep.proto": #"syntax="proto2"; message M2 { extensions 100 to 200; }"#,
  "lite_dep.proto": #"syntax="proto3"; option optimize_for = LITE_RUNTIME; message Lite {}"#,
]

/// Schema files that protobuf's own compiler refuses, by a name for each.
let refusedSchemas: KeyValuePairs = [
  "alias_false": #"syntax="proto3"; enum E { option allow_alias = false; A = 0; B = 1; }"#,
  "alias_needless": #"syntax="proto3"; enum E { option allow_alias = true; A = 0; B = 1; }"#,
  "bracket_empty": #"syntax="proto3"; message M { int32 a = 1 []; }"#,
  "cc_enable": #"syntax="proto3"; option cc_enable_arenas = yes;"#,
  "ctype24": #"edition="2024"; message M { string a = 1 [ctype = CORD]; }"#,
  "default_bool": #"syntax="proto2"; message M { optional bool a = 1 [default = 1]; }"#,
  "default_p3": #"syntax="proto3"; message M { int32 a = 1 [default = 3]; }"#,
  "default_twice": #"syntax="proto2"; message M { optional int32 a = 1 [default = 3, default = 4]; }"#,
  "ed_feature_nested": #"edition="2023"; option features.(pb.x) = 3;"#,
  "ed_optional": #"edition="2023"; message M { optional int32 a = 1; }"#,
  "edition_bad": #"edition="2025";"#,
  "enum_first": #"syntax="proto3"; enum E { A = 1; }"#,
  "enum_over": #"syntax="proto3"; enum E { A = 0; B = 2147483648; }"#,
  "ext_dup_num":
    #"syntax="proto2"; import "m2_dep.proto"; extend M2 { optional int32 a = 100; optional int32 b = 100; }"#,
  "ext_empty": #"syntax="proto2"; message M { extensions 4; } extend M {}"#,
  "ext_oneof": #"syntax="proto2"; message M { extensions 4; } extend M { oneof x { int32 a = 4; } }"#,
  "ext_p3": #"syntax="proto3"; import "m2_dep.proto"; extend M2 { int32 a = 100; }"#,
  "feat_delim_int": #"edition="2023"; message M { int32 a = 1 [features.message_encoding = DELIMITED]; }"#,
  "feat_enc_single": #"edition="2023"; message M { int32 a = 1 [features.repeated_field_encoding = PACKED]; }"#,
  "feat_enc_str": #"edition="2023"; message M { repeated string a = 1 [features.repeated_field_encoding = PACKED]; }"#,
  "feat_imp_closed":
    #"edition="2023"; enum E { option features.enum_type = CLOSED; A = 1; } message M { E a = 1 [features.field_presence = IMPLICIT]; }"#,
  "feat_imp_def": #"edition="2023"; message M { int32 a = 1 [features.field_presence = IMPLICIT, default = 3]; }"#,
  "feat_imp_msg": #"edition="2023"; message M { M a = 1 [features.field_presence = IMPLICIT]; }"#,
  "feat_imp_oneof": #"edition="2023"; message M { oneof o { int32 a = 1 [features.field_presence = IMPLICIT]; } }"#,
  "feat_imp_rep": #"edition="2023"; message M { repeated int32 a = 1 [features.field_presence = IMPLICIT]; }"#,
  "feat_removed": #"edition="2023"; option features.enforce_naming_style = STYLE2024;"#,
  "feat_req_file": #"edition="2023"; option features.field_presence = LEGACY_REQUIRED;"#,
  "feat_target": #"edition="2023"; message M { option features.field_presence = IMPLICIT; }"#,
  "feat_target2": #"edition="2023"; message M { option features.enum_type = CLOSED; }"#,
  "feat_target3": #"edition="2023"; service S { option features.enum_type = CLOSED; }"#,
  "feat_unknown": #"edition="2023"; option features.field_presence = FIELD_PRESENCE_UNKNOWN;"#,
  "feat_utf8_int": #"edition="2023"; message M { int32 a = 1 [features.utf8_validation = NONE]; }"#,
  "features_p3": #"syntax="proto3"; option features.field_presence = IMPLICIT;"#,
  "features_p3f": #"syntax="proto3"; message M { int32 a = 1 [features.field_presence = EXPLICIT]; }"#,
  "float_big": #"syntax="proto2"; message M { optional int32 a = 1 [default = 1.0]; }"#,
  "float_f": #"syntax="proto2"; message M { optional float a = 1 [default = 1f]; }"#,
  "group_ed": #"edition="2023"; message M { optional group G = 1 {} }"#,
  "group_lower": #"syntax="proto2"; message M { optional group g = 1 {} }"#,
  "ident_kw": #"syntax="proto3"; message M { message message = 1; }"#,
  "impopt2": #"edition="2024"; import option "opt_dep.proto"; message M { Opt a = 1; }"#,
  "impopt3": #"edition="2023"; import option "opt_dep.proto"; option (o24) = 3;"#,
  "impopt4": #"edition="2024"; import option "opt_dep.proto"; import "vis_dep.proto";"#,
  "impopt6": #"edition="2024"; import option "opt_dep.proto"; import "opt_dep.proto";"#,
  "import_self": #"syntax="proto3"; import "import_self.proto";"#,
  "import_twice": #"syntax="proto3"; import "m2_dep.proto"; import "m2_dep.proto";"#,
  "jmf24": #"edition="2024"; option java_multiple_files = true;"#,
  "json_custom_conflict": #"syntax="proto3"; message M { int32 a_b = 1 [json_name="x"]; int32 x = 2; }"#,
  "json_default_conflict": #"syntax="proto3"; message M { int32 a_b = 1 [json_name="x"]; int32 aB = 2; }"#,
  "json_ext": #"syntax="proto2"; message M { extensions 100; } extend M { optional int32 x = 100 [json_name="a"]; }"#,
  "json_p2":
    #"syntax="proto2"; message M { optional int32 a_b = 1 [json_name="x"]; optional int32 y = 2 [json_name="x"]; }"#,
  "json_q": #"syntax="proto3"; message M { int32 x = 1 [json_name="[q]"]; }"#,
  "json_twice": #"syntax="proto2"; message M { optional int32 a = 1 [json_name = "a", json_name = "b"]; }"#,
  "jstype_32": #"syntax="proto3"; message M { int32 a = 1 [jstype = JS_STRING]; }"#,
  "jstype_msg": #"syntax="proto3"; message M { M a = 1 [jstype = JS_NUMBER]; }"#,
  "lazy_group": #"syntax="proto2"; message M { optional group G = 1 [lazy = true] {} }"#,
  "lazy_int": #"syntax="proto3"; message M { int32 a = 1 [lazy = true]; }"#,
  "map_entry": #"syntax="proto3"; message M { option map_entry = true; string key=1; string value=2; }"#,
  "map_entry_false": #"syntax="proto3"; message M { option map_entry = false; string key=1; string value=2; }"#,
  "map_ext": #"syntax="proto2"; message M { extensions 100 to 200; } extend M { map<string,int32> m = 100; }"#,
  "map_float": #"syntax="proto3"; message M { map<float,int32> m = 1; }"#,
  "map_group": #"syntax="proto3"; message M { map<string,map<string,int32>> m = 1; }"#,
  "map_rep": #"syntax="proto3"; message M { repeated map<string,int32> m = 1; }"#,
  "mes_in_enum_scope": #"syntax="proto3"; enum E { A = 0; } enum F { A = 0; }"#,
  "mset_ext":
    #"syntax="proto2"; message M { option message_set_wire_format = true; extensions 4 to max; } extend M { optional int32 a = 5; }"#,
  "mset_ext_rep":
    #"syntax="proto2"; message M { option message_set_wire_format = true; extensions 4 to max; } extend M { repeated M a = 5; }"#,
  "mset_field":
    #"syntax="proto2"; message M { option message_set_wire_format = true; optional int32 a = 1; extensions 4 to max; }"#,
  "mset_p3": #"syntax="proto3"; message M { option message_set_wire_format = true; }"#,
  "neg_num": #"syntax="proto3"; message M { int32 a = -1; }"#,
  "nested_pkg": #"syntax="proto3"; package a.b; package c;"#,
  "nocolon": #"syntax="proto3" message M {}"#,
  "num_zero": #"syntax="proto3"; message M { int32 a = 0; }"#,
  "octal_big": #"syntax="proto3"; message M { option (o) = "a"; }"#,
  "oneof_empty": #"syntax="proto3"; message M { oneof o {} }"#,
  "oneof_rep": #"syntax="proto3"; message M { oneof o { repeated int32 a = 1; } }"#,
  "opt_enum_int": #"syntax="proto3"; option optimize_for = 1;"#,
  "opt_enum_msg": #"syntax="proto3"; message M { option allow_alias = true; }"#,
  "opt_twice": #"syntax="proto3"; option java_package = "a"; option java_package = "b";"#,
  "opt_uninterp": #"syntax="proto3"; option uninterpreted_option = {};"#,
  "opt_unknown": #"syntax="proto3"; option nope = 1;"#,
  "opt_wrongtype": #"syntax="proto3"; option java_package = 3;"#,
  "opt_wrongtype2": #"syntax="proto3"; message M { option deprecated = 1; }"#,
  "optname_parens": #"syntax="proto3"; message M { int32 a = 1 [(foo) = 1]; }"#,
  "packed_ed": #"edition="2023"; message M { repeated int32 a = 1 [packed = true]; }"#,
  "packed_map": #"syntax="proto3"; message M { map<int32,int32> a = 1 [packed = true]; }"#,
  "packed_single": #"syntax="proto3"; message M { int32 a = 1 [packed = true]; }"#,
  "packed_string": #"syntax="proto3"; message M { repeated string a = 1 [packed = true]; }"#,
  "parts2":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { optional O o = 50000; } option (o).x = 3; option (o) = {y: 4};"#,
  "parts3":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { optional O o = 50000; } option (o) = {x: 3}; option (o).x = 4;"#,
  "parts5":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { optional O o = 50000; } option (o).in.y = 4; option (o).in = {x: 3};"#,
  "parts6":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { repeated O o = 50000; } option (o).y = 4;"#,
  "pkg_conflict": #"syntax="proto3"; package M2; import "m2_dep.proto";"#,
  "range_zero": #"syntax="proto3"; message M { reserved 0; }"#,
  "res_mixed": #"syntax="proto3"; message M { reserved 1, "a"; }"#,
  "resname_dup": #"syntax="proto3"; message M { reserved "a", "a"; int32 b = 1; }"#,
  "resname_dup2": #"syntax="proto3"; message M { reserved "a"; reserved "a"; int32 b = 1; }"#,
  "resname_enum": #"syntax="proto3"; enum E { reserved "a", "a"; Z = 0; }"#,
  "resname_ident": #"syntax="proto3"; message M { reserved a; }"#,
  "resname_str_ed": #"edition="2023"; message M { reserved "a"; }"#,
  "rpc_scalar": #"syntax="proto3"; service S { rpc A(int32) returns (int32); }"#,
  "syntax_twice": #"syntax="proto3"; syntax="proto3";"#,
  "targets":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional int32 o = 50000 [targets = TARGET_TYPE_MESSAGE]; } message M { optional int32 a = 1 [(o) = 3]; }"#,
  "targets_in":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1 [targets = TARGET_TYPE_FILE]; optional int32 y = 2; } extend google.protobuf.FieldOptions { optional O o = 50000; } message M { optional int32 a = 1 [(o).x = 3]; }"#,
  "targets_in2":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1 [targets = TARGET_TYPE_FILE]; optional int32 y = 2; } extend google.protobuf.FieldOptions { optional O o = 50000; } message M { optional int32 a = 1 [(o) = {x: 3}]; }"#,
  "u_short": #"syntax="proto3"; option java_package = "\u12";"#,
  "uint_neg": #"syntax="proto2"; message M { optional uint32 a = 1 [default = -1]; }"#,
  "ulazy_int": #"syntax="proto3"; message M { int32 a = 1 [unverified_lazy = true]; }"#,
  "utf8map":
    #"edition="2023"; message M { map<string,string> m = 1 [features.utf8_validation = NONE]; map<int32,string> n = 2 [features.utf8_validation = NONE]; map<string,int32> o = 3 [features.utf8_validation = NONE]; map<string,bytes> p = 4 [features = {utf8_validation: NONE}];  map<string,M> s = 6 [deprecated = true, features.utf8_validation = VERIFY]; map<string,string> t = 7 [features.utf8_validation = VERIFY, features.json_format=ALLOW]; }"#,
  "utf8map2":
    #"edition="2023"; message M { map<string,M> m = 1 [features.json_format=ALLOW]; map<string,int32> n = 2 [features.repeated_field_encoding = EXPANDED]; }"#,
  "utf8map3":
    #"edition="2023"; enum E { Z = 0; } message M { map<string,E> m = 1; map<string, M> s = 4; map<int32, int32> w = 7 [features.utf8_validation = NONE]; }"#,
  "vis23": #"edition="2023"; export message A {}"#,
  "vis_use_local": #"edition="2024"; import "vis_dep.proto"; message M { L l = 1; }"#,
  "vis_use_nested": #"edition="2024"; import "vis_dep.proto"; message M { A.B l = 1; }"#,
  "vis_use_p3": #"syntax="proto3"; import "vis_dep.proto"; message M { L l = 1; }"#,
  "visbad": #"edition="2024"; export service S {}"#,
  "visbad2": #"edition="2024"; export import "a.proto";"#,
  "visp3": #"syntax="proto3"; local message A {}"#,
  "weak24": #"edition="2024"; import weak "vis_dep.proto";"#,
  "x_none": #"syntax="proto3"; option java_package = "\x";"#,
  "ext_decl":
    #"syntax="proto2"; message M { extensions 4 to 10 [verification = DECLARATION, declaration = {number: 4, full_name: ".a", type: "int32"}]; } extend M { optional int32 b = 4; }"#,
  "ext_decl2":
    #"syntax="proto2"; message M { extensions 4 to 10 [verification = DECLARATION]; } extend M { optional int32 b = 4; }"#,
  "ext_decl4":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".b", type: "string"}]; } extend M { optional int32 b = 4; }"#,
  "ext_decl5":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, reserved: true}]; } extend M { optional int32 b = 4; }"#,
  "ext_decl6":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 40, full_name: ".b", type: "string"}]; }"#,
  "ext_decl7": #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".b"}]; }"#,
  "ext_decl8":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, full_name: "b", type:"int32"}]; }"#,
  "lite_import": #"syntax="proto3"; import "lite_dep.proto";"#,
  "svc_stream": #"syntax="proto3"; message stream {} service S { rpc A(stream) returns (stream stream); }"#,
  "long_pkg":
    #"syntax="proto3"; package a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a;"#,
]

/// Schema files near those that it takes.
let takenSchemas: KeyValuePairs = [
  "ctype_int": #"syntax="proto3"; message M { int32 a = 1 [ctype = CORD]; }"#,
  "ctype_int_s": #"syntax="proto3"; message M { int32 a = 1 [ctype = STRING]; }"#,
  "ctype_str": #"syntax="proto3"; message M { string a = 1 [ctype = CORD]; }"#,
  "deb_redact": #"syntax="proto3"; message M { int32 a = 1 [debug_redact = true]; }"#,
  "dotopt":
    #"syntax="proto3"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { int32 zz = 50000; } option (.zz) = 3;"#,
  "empty_stmt": #"syntax="proto3";; message M {;int32 a = 1;;};"#,
  "enum_hex": #"syntax="proto3"; enum E { A = 0x0; B = 0X7fffffff; C = -0x80000000; }"#,
  "enum_neg": #"syntax="proto3"; enum E { A = 0; B = -1; }"#,
  "enum_p2": #"syntax="proto2"; enum E { A_B = 1; AB = 2; }"#,
  "ext_decl3":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".b", type: "int32"}]; } extend M { optional int32 b = 4; }"#,
  "ext_range_opts": #"syntax="proto2"; message M { extensions 4 to 10 [verification = UNVERIFIED]; }"#,
  "impopt":
    #"edition="2024"; import "vis_dep.proto"; import option "opt_dep.proto"; option (o24) = 3; message M { A a = 1; }"#,
  "json_empty": #"syntax="proto3"; message M { int32 x = 1 [json_name=""]; }"#,
  "json_lc": #"syntax="proto3"; message M { int32 foo_bar = 1; int32 FooBar = 2; int32 foobar = 3; }"#,
  "json_legacy":
    #"syntax="proto3"; message M { option deprecated_legacy_json_field_conflicts = true; int32 a_b = 1; int32 aB = 2; }"#,
  "json_legacy_enum":
    #"syntax="proto3"; enum E { option deprecated_legacy_json_field_conflicts = true; Z=0; A_B = 1; AB = 2; }"#,
  "json_p2b": #"syntax="proto2"; message M { optional int32 a_b = 1; optional int32 aB = 2; }"#,
  "json_p2c": #"syntax="proto2"; message M { optional int32 a_b = 1; optional int32 y = 2 [json_name="aB"]; }"#,
  "json_q1": #"syntax="proto3"; message M { int32 x = 1 [json_name="[q"]; }"#,
  "jstype_32n": #"syntax="proto3"; message M { int32 a = 1 [jstype = JS_NORMAL]; }"#,
  "jstype_64": #"syntax="proto3"; message M { repeated int64 a = 1 [jstype = JS_STRING]; }"#,
  "lazy_false": #"syntax="proto3"; message M { int32 a = 1 [lazy = false]; }"#,
  "lazy_map": #"syntax="proto3"; message M { map<int32,M> a = 1 [lazy = true]; }"#,
  "lazy_msg": #"syntax="proto3"; message M { M a = 1 [lazy = true]; }"#,
  "mset_noext": #"syntax="proto2"; message M { option message_set_wire_format = true; }"#,
  "mset_ok":
    #"syntax="proto2"; message M { option message_set_wire_format = true; extensions 4 to max; } extend M { optional M a = 5; }"#,
  "order":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { optional int32 p = 50002; optional int32 q = 50001; repeated int32 r = 50003; repeated int32 s = 50004 [packed = true]; } option (p) = 3; option (q) = 4; option (r) = 1; option (s) = 1; option (r) = 2; option (s) = 2; option java_package = "z";"#,
  "packed_single_false": #"syntax="proto3"; message M { int32 a = 1 [packed = false]; }"#,
  "packed_string_false": #"syntax="proto3"; message M { repeated string a = 1 [packed = false]; }"#,
  "parts1":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; repeated int32 r = 4; } extend google.protobuf.FileOptions { optional O o = 50000; repeated O p = 50001; } option (o) = {x: 3}; option (o).y = 4;"#,
  "parts4":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; optional int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { optional O o = 50000; } option (o).in = {x: 3}; option (o).in.y = 4; option (o).x = 1; option (o).in.in.x = 5;"#,
  "parts7": #"edition="2023"; option features = {field_presence: IMPLICIT}; option features.enum_type = CLOSED;"#,
  "parts8":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1; repeated int32 y = 2; optional O in = 3; } extend google.protobuf.FileOptions { optional O o = 50000; } option (o) = {y: [1,2]}; option (o).y = 4; option (o).y = 5; option (o).in = {in{}}; option (o).in.in.x = 3;"#,
  "range_max": #"syntax="proto3"; message M { reserved 1 to max; }"#,
  "resname_bad": #"syntax="proto3"; message M { reserved "a b"; }"#,
  "resname_bad_enum": #"syntax="proto3"; enum E { Z = 0; reserved "a-b"; }"#,
  "resname_ident_ed": #"edition="2023"; message M { reserved a, b; }"#,
  "retention":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1 [retention = RETENTION_SOURCE]; optional int32 y = 2; } extend google.protobuf.FileOptions { optional O o = 50000; optional int32 p = 50001 [retention = RETENTION_SOURCE]; optional int32 q = 50002 [retention = RETENTION_RUNTIME]; } option (o) = {x: 3, y: 4}; option (p) = 3; option (q) = 4;"#,
  "retention2":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message O { optional int32 x = 1 [retention = RETENTION_SOURCE]; } extend google.protobuf.MessageOptions { optional O o = 50000; optional int32 p = 50001 [retention = RETENTION_SOURCE]; } message M { option (o).x = 4; message N { option (p) = 4; optional int32 a = 1 [deprecated = true]; } }"#,
  "retention3":
    #"syntax="proto2"; message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".b", type: "int32"}, verification = DECLARATION]; }"#,
  "strcat": #"syntax="proto3"; option java_package = "a" 'b';"#,
  "style24off":
    #"edition="2024"; option features.enforce_naming_style = STYLE_LEGACY; message M { int32 fooBar = 1; }"#,
  "style24ok":
    #"edition="2024"; package a.b; message M { int32 foo_bar1 = 1; oneof o_x { int32 y = 2; } } enum E { E_ZERO = 0; } service S { rpc GetIt(M) returns (M); }"#,
  "surrogate": #"syntax="proto3"; option java_package = "\ud83d\ude00";"#,
  "surrogate_big": #"syntax="proto3"; option java_package = "\U0001F600";"#,
  "targets_ok":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; extend google.protobuf.FieldOptions { optional int32 o = 50000 [targets = TARGET_TYPE_FIELD, targets = TARGET_TYPE_FILE]; } message M { optional int32 a = 1 [(o) = 3]; }"#,
  "vis":
    #"edition="2024"; export message A { export message B {} local message C {} export enum D { D_ZERO = 0; } } local enum E { E_ZERO = 0; } local message F {} message G {} enum H { H_ZERO = 0; }"#,
  "vis_use_nested_x": #"edition="2024"; import "vis_dep.proto"; message M { A.X l = 1; }"#,
  "weak_field": #"syntax="proto3"; message M { int32 a = 1 [weak = true]; }"#,
  "utf8map4":
    #"edition="2023"; message M { map<string,string> m = 1 [features.utf8_validation = NONE]; map<int32,string> n = 2 [features.utf8_validation = NONE]; map<string,int32> o = 3 [features.utf8_validation = NONE]; map<string,bytes> p = 4 [features = {utf8_validation: NONE}]; map<string,M> s = 6 [deprecated = true, features.utf8_validation = VERIFY]; }"#,
  "mset2":
    #"syntax="proto2"; import "google/protobuf/descriptor.proto"; message S { option message_set_wire_format = true; extensions 4 to max; } message I { optional int32 a = 1; extend S { optional I item = 15447542; } } extend google.protobuf.FileOptions { optional S s = 50000; } option (s) = { [I.item] { a: 3 } };"#,
]
