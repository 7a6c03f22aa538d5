// A provider library that stands before OpenVINO's plug-in and tells it that every processor is
// Intel's. The plug-in takes Intel's devices alone, though its code for processors runs on any; with
// this the real provider is tested on other machines. OPENVINO_PLUGIN is the real plug-in's path.
//
//	cc -shared -fPIC -I HEADERS -o libonnxruntime_providers_openvino_any.so anyvendor.c -ldl
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "onnxruntime_c_api.h"

typedef OrtStatus *(*CreateFn)(const char *, const OrtApiBase *, const OrtLogger *, OrtEpFactory **, size_t, size_t *);
typedef OrtStatus *(*ReleaseFn)(OrtEpFactory *);

static const OrtApiBase *real;
static void *plugin;

static uint32_t intel(const OrtHardwareDevice *device) { return 0x8086; }

static const OrtApi *get_api(uint32_t version) {
	const OrtApi *api = real->GetApi(version);
	if (api == NULL) return NULL;
	OrtApi *ours = malloc(sizeof *ours); // kept until the process ends
	*ours = *api;
	ours->HardwareDevice_VendorId = intel;
	return ours;
}

static const char *get_version(void) { return real->GetVersionString(); }

static const OrtApiBase base = {get_api, get_version};

OrtStatus *CreateEpFactories(const char *name, const OrtApiBase *api, const OrtLogger *logger,
	OrtEpFactory **factories, size_t most, size_t *n) {
	real = api;
	plugin = dlopen(getenv("OPENVINO_PLUGIN"), RTLD_NOW | RTLD_LOCAL);
	if (plugin == NULL) {
		return api->GetApi(ORT_API_VERSION)->CreateStatus(ORT_FAIL, dlerror());
	}
	return ((CreateFn)dlsym(plugin, "CreateEpFactories"))(name, &base, logger, factories, most, n);
}

OrtStatus *ReleaseEpFactory(OrtEpFactory *factory) {
	return ((ReleaseFn)dlsym(plugin, "ReleaseEpFactory"))(factory);
}
