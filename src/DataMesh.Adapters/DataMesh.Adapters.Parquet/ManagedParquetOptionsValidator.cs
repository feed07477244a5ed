using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

/// <summary>Validates the options, so that a host fails at its start and not at the first publish.</summary>
internal sealed class ManagedParquetOptionsValidator : IValidateOptions<ManagedParquetOptions>
{
    public ValidateOptionsResult Validate(string? name, ManagedParquetOptions options) =>
        FindError(options) is { } error ? ValidateOptionsResult.Fail(error) : ValidateOptionsResult.Success;

    internal static string? FindError(ManagedParquetOptions options) =>
        !Enum.IsDefined(options.Compression) ? $"{nameof(ManagedParquetOptions)}.{nameof(options.Compression)} is {options.Compression}: choose Zstd, Snappy or None."
        : options.CompressionLevel is < 1 or > 19 ? $"{nameof(ManagedParquetOptions)}.{nameof(options.CompressionLevel)} is {options.CompressionLevel}: choose 1 to 19."
        : null;
}
