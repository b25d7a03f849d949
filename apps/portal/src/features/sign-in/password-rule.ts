/** Shortest password that the control plane takes (ASVS 6.2.9 asks for 15 where it is all there is; here a second factor follows). */
export const PASSWORD_LENGTH_MIN = 12;
