using Microsoft.Extensions.Options;

namespace DataMesh;

internal sealed class MeshLimitsValidator : IValidateOptions<MeshLimits>
{
    public ValidateOptionsResult Validate(string? name, MeshLimits options)
    {
        List<string> failures = [];
        Check(nameof(MeshLimits.BatchRows), options.BatchRows, 1, 1 << 20);
        Check(nameof(MeshLimits.Parallelism), options.Parallelism, 1, 256);
        Check(nameof(MeshLimits.UpsertStepRows), options.UpsertStepRows, 1, 1 << 24);
        Check(nameof(MeshLimits.ChangeBytes), options.ChangeBytes, 1, long.MaxValue);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string member, long value, long least, long most)
        {
            if (value < least || value > most)
                failures.Add($"MeshLimits.{member} is {value}: set it to {least}..{most}.");
        }
    }
}
