using Microsoft.Extensions.Options;

namespace DataMesh;

internal sealed class HostedWorkOptionsValidator : IValidateOptions<HostedWorkOptions>
{
    public ValidateOptionsResult Validate(string? name, HostedWorkOptions options)
    {
        List<string> failures = [];
        Check(nameof(HostedWorkOptions.MaintainEvery), options.MaintainEvery, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365));
        Check(nameof(HostedWorkOptions.LookForChangesEvery), options.LookForChangesEvery, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(nameof(HostedWorkOptions.FirstPause), options.FirstPause, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(nameof(HostedWorkOptions.LeaseTime), options.LeaseTime, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1));
        if (options.RefreshAttempts is < 1 or > 1_000)
            failures.Add($"HostedWorkOptions.RefreshAttempts is {options.RefreshAttempts}: set it to 1..1000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string member, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                failures.Add($"HostedWorkOptions.{member} is {value}: set it to {least}..{most}.");
        }
    }
}
