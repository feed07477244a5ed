using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

[OptionsValidator]
internal sealed partial class DuckDbOptionsValidator : IValidateOptions<DuckDbOptions>;
