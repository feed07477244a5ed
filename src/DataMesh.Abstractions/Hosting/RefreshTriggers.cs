namespace DataMesh;

/// <summary>Says when the host refreshes a derived port. Whatever triggers it, a refresh is left out while nothing that its rows follow from has changed.</summary>
public abstract class RefreshTriggers
{
    /// <summary>Refreshes when the last refresh began this long ago, in whichever process it was.</summary>
    /// <param name="interval">At least a second.</param>
    public abstract RefreshTriggers Every(TimeSpan interval);

    /// <summary>Refreshes every day at a time.</summary>
    /// <param name="time">The time of day, in UTC.</param>
    public abstract RefreshTriggers DailyAt(TimeOnly time);

    /// <summary>Refreshes when an input has a new snapshot: at once after a publish of this process, and within <c>HostedWorkOptions.LookForChangesEvery</c> after one of another.</summary>
    public abstract RefreshTriggers OnInputChange();
}
