using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

/// <summary>Validates the options and, with them, that the native library loads, so that a host fails at its start and not at the first publish.</summary>
internal sealed class ParquetSharpOptionsValidator : IValidateOptions<ParquetSharpOptions>
{
    public ValidateOptionsResult Validate(string? name, ParquetSharpOptions options)
    {
        ParquetSharpFileFormat.EnsureNativeLibrary();
        return FindError(options) is { } error ? ValidateOptionsResult.Fail(error) : ValidateOptionsResult.Success;
    }

    internal static string? FindError(ParquetSharpOptions options) =>
        !Enum.IsDefined(options.Compression) ? $"{nameof(ParquetSharpOptions)}.{nameof(options.Compression)} is {options.Compression}: choose Zstd, Snappy or None."
        : options.CompressionLevel is < 1 or > 19 ? $"{nameof(ParquetSharpOptions)}.{nameof(options.CompressionLevel)} is {options.CompressionLevel}: choose 1 to 19."
        : null;
}
