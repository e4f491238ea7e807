/* The gas parser as a Node add-on: plain C and Node-API, so that any C compiler will do. */
#include <node_api.h>

typedef struct TSLanguage TSLanguage;
const TSLanguage *tree_sitter_gas(void);

/* How tree-sitter's Node binding knows a language object (BLAKE2 of "tree-sitter", "language"). */
static const napi_type_tag language_tag = { 0x8AF2E5212AD58ABFULL, 0xD5006CAD83ABBA16ULL };

NAPI_MODULE_INIT()
{
	napi_value name, language;

	if (napi_create_string_utf8(env, "gas", NAPI_AUTO_LENGTH, &name) != napi_ok ||
	    napi_create_external(env, (void *)tree_sitter_gas(), NULL, NULL, &language) != napi_ok ||
	    napi_type_tag_object(env, language, &language_tag) != napi_ok ||
	    napi_set_named_property(env, exports, "name", name) != napi_ok ||
	    napi_set_named_property(env, exports, "language", language) != napi_ok)
		napi_throw_error(env, NULL, "cannot register the gas grammar");
	return exports;
}
