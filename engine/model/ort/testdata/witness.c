// A library that stands in for ONNX Runtime. It runs no network; it appends to
// the file WITNESS what happens to it, and first of all how the telemetry switch
// stood when it was loaded.
#include <stdio.h>
#include <stdlib.h>
#include "onnxruntime_c_api.h"

static void note(const char *what, const char *value) {
	FILE *f = fopen(WITNESS, "a");
	if (f == NULL) abort();
	fprintf(f, "%s%s\n", what, value);
	fclose(f);
}

__attribute__((constructor)) static void loaded(void) {
	const char *value = getenv("ORT_DISABLE_TELEMETRY");
	note("loaded with ORT_DISABLE_TELEMETRY=", value ? value : "");
}

static int some; // what handles point to

static OrtStatus *create_env(OrtLoggingLevel level, const char *id, OrtEnv **env) {
	note("environment", "");
	*env = (OrtEnv *)&some;
	return NULL;
}

static OrtStatus *set_level(OrtEnv *env, OrtLoggingLevel level) { return NULL; }

static OrtStatus *create_memory_info(enum OrtAllocatorType type, enum OrtMemType mem, OrtMemoryInfo **info) {
	*info = (OrtMemoryInfo *)&some;
	return NULL;
}

static OrtStatus *disable(const OrtEnv *env) {
	note("telemetry disabled", "");
	return NULL;
}

static OrtApi api;

static const OrtApi *get_api(uint32_t version) {
	api.CreateEnv = create_env;
	api.UpdateEnvWithCustomLogLevel = set_level;
	api.CreateCpuMemoryInfo = create_memory_info;
	api.DisableTelemetryEvents = disable;
	return &api;
}

static const char *get_version(void) { return "0.0.0"; }

static const OrtApiBase base = {get_api, get_version};

const OrtApiBase *OrtGetApiBase(void) { return &base; }
