using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

internal sealed class ArrowFileOptionsValidator : IValidateOptions<ArrowFileOptions>
{
    public ValidateOptionsResult Validate(string? name, ArrowFileOptions options) => FindError(options) is { } error ? ValidateOptionsResult.Fail(error) : ValidateOptionsResult.Success;

    internal static string? FindError(ArrowFileOptions options) =>
        !Enum.IsDefined(options.Compression) ? $"{nameof(ArrowFileOptions)}.{nameof(options.Compression)} is {options.Compression}: choose None, Lz4 or Zstd."
        : options.LargestBatchBytes <= 0 ? $"{nameof(ArrowFileOptions)}.{nameof(options.LargestBatchBytes)} is {options.LargestBatchBytes}: choose a positive number of bytes, or null."
        : null;
}
